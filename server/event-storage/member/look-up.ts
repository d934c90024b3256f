import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { countLookUps } from "../../staff/count-look-ups.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { actorMay, requirePermission } from "../../staff/require-permission.ts";
import { canonicalIp } from "../../vocabulary/ip-address.ts";
import type { LookUp } from "../../vocabulary/views.ts";
import { isOfStory } from "../story.ts";

/** What somebody typed into the search box. */
export const lookUpSchema = z.object({ text: z.string().trim().min(1).max(256) }).strict();

/**
 * Says what a text points at: a member by id, phone number or e-mail address, an event, a story, a device, an IP address.
 *
 * Only exact hits. An agent gets members alone; who may search events also gets devices, addresses and stories. Every hit
 * and miss is recorded; the record holds the kind of the text, not the text, which may be personal. Tries are counted.
 */
export async function lookUp(
  db: Executor,
  actor: Actor,
  { text }: z.infer<typeof lookUpSchema>,
): Promise<Recorded<{ results: LookUp[] }>> {
  requirePermission(actor, "member:look-up");
  const found = await countLookUps(db, actor, { tries: 1, act: "look-up" });
  const members = await findMembers(db, text);
  const events = actorMay(actor, "event:search") ? await findElsewhere(db, text) : [];
  const results = [...members, ...events];
  if (results.length > 0) await found();
  const memberIds = [...new Set(members.map((hit) => hit.memberId))];
  return showRecorded(db, actor, {
    answer: { results },
    act: "look-up",
    memberIds,
    // A member's id may look like a phone number; what it found tells which it was.
    what: { textKind: members.some(({ via }) => via === "id") ? "memberId" : kindOf(text), hits: results.length },
    isFound: results.length > 0,
    countsEach: true,
  });
}

function kindOf(text: string): "email" | "phone" | "uuid" | "ip" | "other" {
  if (text.includes("@")) return "email";
  if (canonicalIp(text) !== null) return "ip";
  if (z.guid().safeParse(text).success) return "uuid";
  if (/^[+0-9][0-9 ().-]{7,}$/.test(text)) return "phone";
  return "other";
}

async function findMembers(db: Executor, text: string): Promise<(LookUp & { kind: "member" })[]> {
  const kind = kindOf(text);
  const hits: (LookUp & { kind: "member" })[] = [];
  if (text.length <= 64) {
    const rows = await db.execute(sql`
      select from event.member_event e where e.member_id = ${text} union all select from event.masked_profile(${text}) limit 1`);
    if (rows.length > 0) hits.push({ kind: "member", memberId: text, via: "id" });
  }
  if (kind !== "email" && kind !== "phone") return hits;
  const found = await db.execute<{ member_id: string }>(
    sql`select m member_id from event.find_members(${kind}, ${text}) m`,
  );
  return [...hits, ...found.map((row) => ({ kind: "member", memberId: row.member_id, via: kind }) as const)];
}

async function findElsewhere(db: Executor, text: string): Promise<LookUp[]> {
  const exists = async (condition: ReturnType<typeof sql>) =>
    (await db.execute(sql`select from event.member_event e where ${condition} limit 1`)).length > 0;
  if (kindOf(text) === "uuid") {
    const results: LookUp[] = [];
    if (await exists(sql`e.id = ${text}::uuid`)) results.push({ kind: "event", eventId: text });
    if (await exists(isOfStory(sql`${text}::uuid`))) results.push({ kind: "story", correlationId: text });
    return results;
  }
  const results: LookUp[] = [];
  const ip = canonicalIp(text);
  if (ip !== null && (await exists(sql`e.ip = ${ip}`))) results.push({ kind: "ip", ip });
  if (ip !== null) return results;
  if (text.length <= 128 && (await exists(sql`e.device_id = ${text}`))) results.push({ kind: "device", device: text });
  return results;
}
