import { type SQL, sql } from "drizzle-orm";
import { domainTransaction, type FirstLayer, type Raise } from "../application-events/domain-transaction.ts";
import type { Db, Executor } from "../db.ts";
import type { ActContext } from "../members/act-context.ts";
import { changePhoneNumber } from "../members/change-phone-number.ts";
import { failLogIn } from "../members/fail-log-in.ts";
import { joinMember } from "../members/join-member.ts";
import { logIn } from "../members/log-in.ts";
import { logOut } from "../members/log-out.ts";
import { removeIdentityVerification } from "../members/remove-identity-verification.ts";
import { contextOf, inventDevice } from "./world/invent-context.ts";
import { inventPerson, phoneNumber } from "./world/invent-person.ts";
import type { Random } from "./world/random.ts";

/** Somebody with a device in hand; `memberId` is null for one who is no member. */
type Someone = { memberId: string | null; context: ActContext };
type KnownMember = { memberId: string; context: ActContext };

/** One thing people do: how often (of a hundred), who can, and the domain's action. */
type HumanAct =
  | { weight: number; who: "stranger"; act(tx: Executor, raise: Raise, who: Someone, random: Random): Promise<unknown> }
  | { weight: number; who: SQL; act(tx: Executor, raise: Raise, who: KnownMember, random: Random): Promise<unknown> };

const anybody = sql`true`;

/** Numbers of people who join while the demo runs; the invented past uses others. */
const newNumber = (random: Random) => random.between(6_000_000, 19_000_000);

const humanActs: readonly HumanAct[] = [
  { weight: 46, who: anybody, act: logIn },
  { weight: 20, who: sql`s.device_id is not null and s.ended_at is null`, act: logOut },
  { weight: 13, who: anybody, act: failLogIn },
  { weight: 3, who: "stranger", act: (tx, raise, who) => failLogIn(tx, raise, who) },
  {
    weight: 7,
    who: "stranger",
    act: (tx, raise, { context }, random) =>
      joinMember(tx, raise, { given: inventPerson(random, newNumber(random)), context }),
  },
  {
    weight: 6,
    who: anybody,
    act: (tx, raise, who, random) => changePhoneNumber(tx, raise, { ...who, phone: phoneNumber(newNumber(random)) }),
  },
  { weight: 5, who: sql`m.identity_verified_at is not null`, act: removeIdentityVerification },
];

/**
 * Lets somebody do something, through the real actions of the domain: mostly log in and out, sometimes what other systems
 * care about. Does nothing when nobody can do what was chosen.
 *
 * @throws what the database says; nothing is done then.
 */
export async function actAsSomebody({
  db,
  layer,
  random,
}: {
  db: Db;
  layer: FirstLayer;
  random: Random;
}): Promise<void> {
  const chosen = humanActs[random.weighted(humanActs.map(({ weight }) => weight))];
  if (!chosen) return;
  if (chosen.who === "stranger") {
    const stranger = { memberId: null, context: contextOf(random, inventDevice(random, true)) };
    await domainTransaction(db, layer, (tx, raise) => chosen.act(tx, raise, stranger, random));
    return;
  }
  const known = await pickMember(db, chosen.who, random);
  if (known) await domainTransaction(db, layer, (tx, raise) => chosen.act(tx, raise, known, random));
}

/** Somebody who can: mostly with the device used last, sometimes with another one. */
async function pickMember(db: Db, who: SQL, random: Random): Promise<KnownMember | null> {
  const [row] = await db.execute<{ id: string; device_id: string | null; ip: string | null; is_open: boolean }>(sql`
    select m.id, s.device_id, s.ip, s.ended_at is null as is_open
      from member.member m
      left join lateral (select device_id, ip, ended_at from member.session where member_id = m.id order by login_event_id desc limit 1) s on true
     where ${who} order by random() limit 1`);
  if (!row) return null;
  const device = inventDevice(random, random.chance(0.7));
  const context = contextOf(random, device);
  const { id: memberId, device_id: deviceId, ip } = row;
  if (deviceId === null || (who === anybody && random.chance(0.35))) return { memberId, context };
  const channel = /phone|galaxy-[sza]/.test(deviceId) ? "app" : "web";
  return { memberId, context: { deviceId, ip: ip ?? device.ip, channel, country: "KR" } };
}
