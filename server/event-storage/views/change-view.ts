import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { jsonb } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { audienceNames } from "../../vocabulary/explore/audiences.ts";
import { viewNameSchema, viewQuestionSchema } from "../../vocabulary/explore/saved-view.ts";
import { recordableQuestion } from "../search/recordable-conditions.ts";
import { requireKeepable } from "./require-keepable.ts";
import { jsonbOrNull, nameTaken } from "./save-view.ts";

/** What of a view is to be otherwise; what is left out stays. */
export const changeViewSchema = z
  .object({
    id: z.uuid(),
    name: viewNameSchema.optional(),
    audience: z.enum(audienceNames).optional(),
    question: viewQuestionSchema.optional(),
  })
  .strict();

/** A view by its id. */
export const oneViewSchema = z.object({ id: z.uuid() }).strict();

/**
 * Renames a saved view, gives it to the team or takes it back, or lets it ask something else.
 *
 * @throws DomainError "forbidden" when it is another's (an admin may change the team's); "not-found"; "conflict" when its owner
 *   has another view of the name; "bad-input" as saveView does.
 */
export async function changeView(
  db: Executor,
  actor: Actor,
  { id, name, audience, question }: z.infer<typeof changeViewSchema>,
): Promise<Recorded<{ id: string }>> {
  requirePermission(actor, "event:search");
  return actRecorded(db, actor, async (tx) => {
    const view = await lockOwnView(tx, actor, id);
    if (question !== undefined) await requireKeepable(tx, question);
    if (name !== undefined && (await hasAnother(tx, view.accountId, { id, name }))) throw nameTaken(name);
    const sets: SQL[] = [
      sql`changed_at = clock_timestamp()`,
      ...(name === undefined ? [] : [sql`name = ${name}`]),
      ...(audience === undefined ? [] : [sql`audience = ${audience}`]),
      ...(question === undefined
        ? []
        : [
            sql`conditions = ${jsonb(question.conditions)}`,
            sql`policy = ${jsonbOrNull(question.policy)}`,
            sql`sequence = ${jsonbOrNull(question.sequence ?? null)}`,
          ]),
    ];
    await tx.execute(sql`update staff.saved_view set ${sql.join(sets, sql`, `)} where id = ${id}::uuid`);
    const what = {
      name: view.name,
      ...(name !== undefined && name !== view.name && { newName: name }),
      ...(audience !== undefined && { audience }),
      ...(question !== undefined && (await recordableQuestion(tx, question))),
    };
    return { act: "event-view.change", memberIds: [], what, answer: { id } };
  });
}

/**
 * Deletes a saved view, for whoever found it in their list.
 *
 * @throws DomainError "forbidden" and "not-found" as changeView does.
 */
export async function removeView(
  db: Executor,
  actor: Actor,
  { id }: z.infer<typeof oneViewSchema>,
): Promise<Recorded<{ id: string }>> {
  requirePermission(actor, "event:search");
  return actRecorded(db, actor, async (tx) => {
    const { name } = await lockOwnView(tx, actor, id);
    await tx.execute(sql`delete from staff.saved_view v where v.id = ${id}::uuid`);
    return { act: "event-view.remove", memberIds: [], what: { name }, answer: { id } };
  });
}

type OwnView = { name: string; accountId: string };

/** A private view of somebody else is not there for anybody. */
async function lockOwnView(tx: Executor, { accountId, role }: Actor, id: string): Promise<OwnView> {
  const [view] = await tx.execute<OwnView>(sql`
    select v.name, v.account_id::text as "accountId" from staff.saved_view v
     where v.id = ${id}::uuid and (v.account_id = ${accountId}::uuid or v.audience = 'team') for update`);
  if (view === undefined) {
    throw new DomainError("not-found", "There is no such view, or it is another person's own. Look at the list anew.");
  }
  if (view.accountId === accountId || role === "admin") return view;
  throw new DomainError(
    "forbidden",
    `The view "${view.name}" is another person's. Save the search under a name of your own, or ask its owner or an admin.`,
  );
}

async function hasAnother(
  tx: Executor,
  accountId: string,
  { id, name }: { id: string; name: string },
): Promise<boolean> {
  const rows = await tx.execute(sql`
    select from staff.saved_view v where v.account_id = ${accountId}::uuid and v.name = ${name} and v.id <> ${id}::uuid`);
  return rows.length > 0;
}
