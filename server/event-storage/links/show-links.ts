import { z } from "zod";
import { databaseTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { type Links, linkKinds, type SharedLink } from "../../vocabulary/explore/links.ts";
import { canonicalIp } from "../../vocabulary/ip-address.ts";
import { linksOf, markSuspended } from "./shared-links.ts";

/** Members that the value asked for shows. */
const MOST_MEMBERS = 200;
/** Members that are followed on to what else they share. */
const FOLLOWED = 20;
/** Members that another value shows. */
const MOST_FURTHER = 30;

/** A value by its kind: a device or address as it is, an e-mail address or phone number by its hash (links.contact gives it). */
export const showLinksSchema = z
  .object({ kind: z.enum(linkKinds), value: z.string().min(1).max(128) })
  .strict()
  .transform((given) => (given.kind === "ip" ? { ...given, value: canonicalIp(given.value) ?? given.value } : given))
  .refine(({ kind, value }) => kind === "device" || kind === "ip" || /^[0-9a-f]{64}$/.test(value), {
    message: "must be the hash of an e-mail address or phone number, as links.contact gives it",
    path: ["value"],
  });

/** Whose links. */
export const memberLinksSchema = z.object({ memberId: z.string().min(1).max(64) }).strict();

/**
 * Everybody who shares a device, an address, an e-mail address or a phone number, and what else those share with whom: two steps from the
 * value. A value of very many members, a hub, is folded to their number. Every member shown is in the record, which stands before the answer.
 *
 * @param db a pool whose statements may be planned once: they go by indexes whatever the values, and planning would take longest.
 * @throws DomainError "forbidden" when the actor may not search.
 */
export async function showLinks(
  db: Executor,
  actor: Actor,
  { kind, value }: z.infer<typeof showLinksSchema>,
): Promise<Recorded<Links>> {
  requirePermission(actor, "event:search");
  const asOf = await databaseTime(db);
  const { root, shared, isCut } = await linksFrom(db, { kind, value });
  const answer: Links = { root, shared, isCut, asOf };
  const what = { kind, value };
  return showRecorded(db, actor, {
    act: "links.show",
    memberIds: membersIn(answer),
    what,
    answer,
    isFound: root !== null,
  });
}

/** What showLinks answers, without its record; `root` is null when nobody has the value. */
export async function linksFrom(
  db: Executor,
  value: z.infer<typeof showLinksSchema>,
): Promise<Pick<Links, "root" | "shared" | "isCut">> {
  const [root = null] = await linksOf(db, { value }, { most: MOST_MEMBERS, whole: true, alone: true, followed: [] });
  if (root === null) return { root, shared: [], isCut: false };
  const byEvents = [...root.members].sort((a, b) => b.events - a.events);
  const followed = byEvents.slice(0, FOLLOWED).map(({ memberId }) => memberId);
  const shared = await sharedBy(db, followed);
  const others = shared.filter((link) => link.kind !== value.kind || link.value !== value.value);
  const [marked = root, ...further] = await markSuspended(db, [root, ...others]);
  return {
    root: marked,
    shared: further,
    isCut: root.members.length > followed.length || root.memberCount > root.members.length,
  };
}

/**
 * What a member shares with others: every device and address that the member had last, e-mail address and phone number of its newest events that somebody
 * else has, too. Recorded with every member shown before it is answered.
 *
 * @throws DomainError "forbidden" when the actor may not search.
 */
export async function memberLinks(
  db: Executor,
  actor: Actor,
  { memberId }: z.infer<typeof memberLinksSchema>,
): Promise<Recorded<Links>> {
  requirePermission(actor, "event:search");
  const asOf = await databaseTime(db);
  const shared = await markSuspended(db, await sharedBy(db, [memberId]));
  const answer: Links = { root: null, shared, isCut: false, asOf };
  const memberIds = [...new Set([memberId, ...membersIn(answer)])];
  return showRecorded(db, actor, { act: "links.of-member", memberIds, answer, isFound: shared.length > 0 });
}

/** What members share with each other or with further ones, what fewest have first. */
async function sharedBy(db: Executor, memberIds: readonly string[]): Promise<SharedLink[]> {
  const asked = { members: memberIds };
  const links = await linksOf(db, asked, { most: MOST_FURTHER, whole: false, alone: false, followed: memberIds });
  return links.sort((a, b) => a.memberCount - b.memberCount || (a.value < b.value ? -1 : 1));
}

function membersIn({ root, shared }: Pick<Links, "root" | "shared">): string[] {
  return [
    ...new Set([...(root?.members ?? []), ...shared.flatMap(({ members }) => members)].map((one) => one.memberId)),
  ];
}
