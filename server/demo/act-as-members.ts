import { type SQL, sql } from "drizzle-orm";
import { domainTransaction, type FirstLayer } from "../application-events/domain-transaction.ts";
import type { Db } from "../db.ts";
import { type HumanAct, humanActs, type KnownMember } from "./human-acts.ts";
import { contextOf, inventDevice } from "./world/invent-context.ts";
import type { Random } from "./world/random.ts";

/** How often somebody acts with another device than the last. */
const OTHER_DEVICE = 0.35;

/**
 * Lets somebody do something, through the real actions of the domain. Does nothing when nobody can do what was chosen.
 *
 * @param acts what there is to choose from.
 * @throws what the database says; nothing is done then.
 */
export async function actAsSomebody({
  db,
  layer,
  random,
  acts = humanActs,
}: {
  db: Db;
  layer: FirstLayer;
  random: Random;
  acts?: readonly HumanAct[];
}): Promise<void> {
  const chosen = acts[random.weighted(acts.map(({ weight }) => weight))];
  if (!chosen) return;
  if (chosen.who === "stranger") {
    const stranger = { memberId: null, context: contextOf(random, inventDevice(random, true)) };
    await domainTransaction(db, layer, (tx, raise) => chosen.act(tx, raise, stranger, random));
    return;
  }
  const memberId = await pickMember(db, chosen.who, random);
  if (memberId === null) return;
  const known = await giveDevice(db, { memberId, random, isOwn: chosen.onOwnDevice === true });
  await domainTransaction(db, layer, (tx, raise) => chosen.act(tx, raise, known, random));
}

/** Somebody who can: the next member after a place drawn in the order of identifiers, from the start again at the end. */
async function pickMember(db: Db, who: SQL, random: Random): Promise<string | null> {
  for (const place of [String(random.between(10_000_000, 90_000_000)), ""]) {
    const [row] = await db.execute<{ id: string }>(sql`
      select m.id from member.member m where m.id > ${place} and ${who} order by m.id limit 1`);
    if (row) return row.id;
  }
  return null;
}

/** The device used last, one it is logged in on first; now and then, unless it must be its own, another. */
async function giveDevice(
  db: Db,
  { memberId, random, isOwn }: { memberId: string; random: Random; isOwn: boolean },
): Promise<KnownMember> {
  const device = inventDevice(random, random.chance(0.7));
  const context = contextOf(random, device);
  const [row] = await db.execute<{ device_id: string; ip: string | null; model: string | null }>(sql`
    select s.device_id, s.ip, d.model
      from member.session s left join member.device d on d.member_id = s.member_id and d.device_id = s.device_id
     where s.member_id = ${memberId} order by s.ended_at is null desc, s.login_event_id desc limit 1`);
  if (!row || (!isOwn && random.chance(OTHER_DEVICE))) return { memberId, context };
  const { device_id: deviceId, ip, model } = row;
  const channel = /phone|galaxy-[sza]/.test(deviceId) ? "app" : "web";
  return {
    memberId,
    context: { deviceId, ip: ip ?? device.ip, channel, ...(model === null ? {} : { device: model }), country: "KR" },
  };
}
