import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { oneViewSchema } from "./change-view.ts";

/** Opening a page twice in a moment is one look. */
const SAME_LOOK_SECONDS = 60;

/**
 * Notes that the actor looks at a saved view now: what is stored from here on is new to them.
 *
 * @throws DomainError "forbidden" when the actor may not search, "not-found" for a view that is not theirs to open.
 */
export async function lookAtView(
  db: Executor,
  actor: Actor,
  { id }: z.infer<typeof oneViewSchema>,
): Promise<Recorded<{ id: string }>> {
  requirePermission(actor, "event:search");
  return actRecorded(db, actor, async (tx) => {
    const [view] = await tx.execute<{ name: string; owner: string }>(sql`
      select v.name, a.login as owner from staff.saved_view v join staff.account a on a.id = v.account_id
       where v.id = ${id}::uuid and (v.account_id = ${actor.accountId}::uuid or v.audience = 'team')`);
    if (view === undefined) {
      throw new DomainError(
        "not-found",
        "There is no such view, or it is another person's own. Look at the list anew.",
      );
    }
    const noted = await tx.execute(sql`
      insert into staff.saved_view_look as l (account_id, view_id) values (${actor.accountId}::uuid, ${id}::uuid)
      on conflict (account_id, view_id) do update set looked_at = clock_timestamp()
       where l.looked_at < clock_timestamp() - make_interval(secs => ${SAME_LOOK_SECONDS})
      returning view_id`);
    if (noted.length === 0) return { unchanged: { id } };
    return { act: "event-view.open", memberIds: [], what: { name: view.name, owner: view.owner }, answer: { id } };
  });
}
