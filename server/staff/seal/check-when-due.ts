import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { log } from "../../log.ts";
import { checkChain } from "./check-chain.ts";
import { keepCheck } from "./keep-check.ts";

/** A fault is found within so long, whoever asks or not. */
const EVERY = sql`interval '1 day'`;

/** Checks the whole chain when nobody has for a day, and keeps and logs what was found. */
export async function checkWhenDue(db: Executor, { anchorDir }: { anchorDir: string | null }): Promise<void> {
  const recent = await db.execute(sql`select from staff.chain_check where at > clock_timestamp() - ${EVERY} limit 1`);
  if (recent.length > 0) return;
  const check = await checkChain(db, { anchorDir });
  await keepCheck(db, { checkedBy: "sealer", check });
  if (check.fault) log.error(check, "the access records are not what was sealed");
}
