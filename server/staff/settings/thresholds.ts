import { sql } from "drizzle-orm";
import type { z } from "zod";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { refusalOf } from "../../refusal-of.ts";
import type {
  changeThresholdSchema,
  historySchema,
  SettingChange,
  SettingHistory,
  Threshold,
} from "../../vocabulary/staff/settings.ts";
import { settingNames } from "../../vocabulary/staff/settings.ts";
import type { Actor } from "../actor.ts";
import { actRecorded, type Recorded } from "../recorded.ts";
import { requireFreshProof } from "../require-fresh-proof.ts";
import { requirePermission } from "../require-permission.ts";
import { actingHash } from "./acting-hash.ts";

/** Rows of one page of the history. */
const PAGE = 50;

/** The numbers that admins set, with their bounds: thresholds, then how long what is kept. */
export async function listThresholds(db: Executor, actor: Actor): Promise<{ thresholds: Threshold[] }> {
  requirePermission(actor, "setting:see");
  const rows = await db.execute<Threshold>(sql`
    select t.name, t.value, t.standard, t.lowest, t.highest from staff.threshold t`);
  return { thresholds: settingNames.flatMap((name) => rows.filter((row) => row.name === name)) };
}

/**
 * Sets one of them within its bounds; it holds from the next request on.
 *
 * @throws DomainError "forbidden", "unproved"; "bad-input" outside its bounds, which are named.
 */
export async function changeThreshold(
  db: Executor,
  actor: Actor,
  { name, value, reason }: z.infer<typeof changeThresholdSchema>,
): Promise<Recorded<{ before: number }>> {
  requirePermission(actor, "setting:change");
  requireFreshProof(actor);
  try {
    return await actRecorded(db, actor, async (tx) => {
      const [done] = await tx.execute<{ before: number }>(sql`
        select staff.change_threshold(${actingHash(actor)}, ${name}, ${value}, ${reason}) as before`);
      if (!done) throw new Error("no threshold was changed");
      const what = { name, from: done.before, to: value };
      return { act: "threshold.change", memberIds: [], what, reason, answer: done };
    });
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

/** Who changed which account, token or threshold; the newest first. */
export async function settingHistory(
  db: Executor,
  actor: Actor,
  { cursor }: z.infer<typeof historySchema>,
): Promise<SettingHistory> {
  requirePermission(actor, "setting:see");
  const rows = await db.execute<SettingChange>(sql`
    select c.id, ${isoTime(sql`c.at`)} as at, c.login, c.subject, c.name, c.what, c.before, c.after, c.reason from staff.setting_change c
     where ${cursor ?? null}::uuid is null or c.id < ${cursor ?? null}::uuid order by c.id desc limit ${PAGE + 1}`);
  const changes = rows.slice(0, PAGE);
  return { changes, nextCursor: rows.length > PAGE ? (changes.at(-1)?.id ?? null) : null };
}
