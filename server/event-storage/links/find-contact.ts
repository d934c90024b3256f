import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { countLookUps } from "../../staff/count-look-ups.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";

/** An e-mail address or a phone number as somebody wrote it. */
export const findContactSchema = z
  .object({ kind: z.enum(["email", "phone"]), text: z.string().trim().min(1).max(256) })
  .strict();

/**
 * The name under which links know an e-mail address or phone number, so that it stands in no address of the console: null where
 * it was in no event. Tries are counted, and each is recorded without what was asked.
 *
 * @throws DomainError "forbidden" when the actor may not search, "too-many" as countLookUps does.
 */
export async function findContact(
  db: Executor,
  actor: Actor,
  { kind, text }: z.infer<typeof findContactSchema>,
): Promise<Recorded<{ value: string | null }>> {
  requirePermission(actor, "event:search");
  const found = await countLookUps(db, actor, { tries: 1, act: "links.contact" });
  const [row] = await db.execute<{ hash: string }>(sql`
    select c.hash from event.contact_of(${kind}, ${text}) c where exists (select from event.contact_events(${kind}, c.hash, 1))`);
  if (row !== undefined) await found();
  const answer = { value: row?.hash ?? null };
  return showRecorded(db, actor, {
    ...{ act: "links.contact", memberIds: [], what: { textKind: kind, hits: row === undefined ? 0 : 1 } },
    ...{ answer, isFound: row !== undefined, countsEach: true },
  });
}
