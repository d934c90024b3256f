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

/** A search to save under a name. */
export const saveViewSchema = z
  .object({ name: viewNameSchema, audience: z.enum(audienceNames), question: viewQuestionSchema })
  .strict();

/** More than anybody reads through; lists of views are read whole. */
const MOST_VIEWS = 200;

/**
 * Saves a search of the explorer under a name, for whoever saves it alone or for everybody who may search.
 *
 * @throws DomainError "forbidden" when the actor may not search; "conflict" when a view of theirs has the name, or when they
 *   have as many as anybody may have; "bad-input" for a policy that SNS would refuse and for clear personal values.
 */
export async function saveView(
  db: Executor,
  actor: Actor,
  { name, audience, question }: z.infer<typeof saveViewSchema>,
): Promise<Recorded<{ id: string }>> {
  requirePermission(actor, "event:search");
  return actRecorded(db, actor, async (tx) => {
    await requireKeepable(tx, question);
    await requireRoom(tx, actor);
    const { conditions, policy, sequence } = question;
    const [row] = await tx.execute<{ id: string }>(sql`
      insert into staff.saved_view (account_id, name, audience, conditions, policy, sequence)
      values (${actor.accountId}::uuid, ${name}, ${audience}, ${jsonb(conditions)}, ${jsonbOrNull(policy)}, ${jsonbOrNull(sequence ?? null)})
      on conflict do nothing returning id::text as id`);
    if (row === undefined) throw nameTaken(name);
    const what = { name, audience, ...(await recordableQuestion(tx, question)) };
    return { act: "event-view.save", memberIds: [], what, answer: { id: row.id } };
  });
}

/** A part of a question as it is kept; null where nothing is asked. */
export function jsonbOrNull(part: object | null): SQL {
  return part === null ? sql`null` : jsonb(part);
}

async function requireRoom(db: Executor, { accountId }: Actor): Promise<void> {
  const [row] = await db.execute<{ views: number }>(
    sql`select count(*)::int as views from staff.saved_view v where v.account_id = ${accountId}::uuid`,
  );
  if ((row?.views ?? 0) < MOST_VIEWS) return;
  throw new DomainError("conflict", `You have ${MOST_VIEWS} saved views, the most there may be. Delete one first.`);
}

/** The refusal of a second view of one name. */
export function nameTaken(name: string): DomainError {
  return new DomainError(
    "conflict",
    `You have a view "${name}" already. Choose another name, or open that view and save your changes to it.`,
    { field: "name" },
  );
}
