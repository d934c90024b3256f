import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { Pending } from "./ask-provider.ts";

/** How many seconds ago the provider may have seen somebody: a session's longest life, or to prove who they are that of a proof. */
export async function longestAbsence(db: Executor, purpose: Pending["purpose"]): Promise<number> {
  const [row] = await db.execute<{ seconds: number }>(sql`
    select case when t.name = 'session-hours' then t.value * 3600 else t.value * 60 end as seconds from staff.threshold t
     where t.name = ${purpose === "prove" ? "proof-minutes" : "session-hours"}`);
  if (!row) throw new Error("a threshold is missing");
  return row.seconds;
}
