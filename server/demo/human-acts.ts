import { type SQL, sql } from "drizzle-orm";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import type { ActContext, OfficeContext } from "../members/act-context.ts";
import { changeAddress } from "../members/change-address.ts";
import { changeEmail } from "../members/change-email.ts";
import { changeName } from "../members/change-name.ts";
import { changePassword } from "../members/change-password.ts";
import { changePhoneNumber } from "../members/change-phone-number.ts";
import { failLogIn } from "../members/fail-log-in.ts";
import { type ConsentChannel, giveMarketingConsent } from "../members/give-marketing-consent.ts";
import { joinMember } from "../members/join-member.ts";
import { logIn } from "../members/log-in.ts";
import { logOut } from "../members/log-out.ts";
import { makeDormant } from "../members/make-dormant.ts";
import { reinstateMember } from "../members/reinstate-member.ts";
import { removeDevice } from "../members/remove-device.ts";
import { removeIdentityVerification } from "../members/remove-identity-verification.ts";
import { requestWithdrawal } from "../members/request-withdrawal.ts";
import { restoreMember } from "../members/restore-member.ts";
import { sanctionMember } from "../members/sanction-member.ts";
import { suspendMember } from "../members/suspend-member.ts";
import { takeBackWithdrawal } from "../members/take-back-withdrawal.ts";
import { verifyIdentity } from "../members/verify-identity.ts";
import { withdrawMarketingConsent } from "../members/withdraw-marketing-consent.ts";
import { inventPerson, phoneNumber } from "./world/invent-person.ts";
import type { Random } from "./world/random.ts";

/** Somebody with a device in hand; `memberId` is null for one who is no member. */
type Someone = { memberId: string | null; context: ActContext };
export type KnownMember = { memberId: string; context: ActContext };

/** One thing people do: how often against the others, who can, and the domain's action. */
export type HumanAct = StrangersAct | MembersAct;

type StrangersAct = {
  name: string;
  weight: number;
  who: "stranger";
  act(tx: Executor, raise: Raise, who: Someone, random: Random): Promise<unknown>;
};

type MembersAct = {
  name: string;
  weight: number;
  /** A condition on member.member m. */
  who: SQL;
  /** With a device used before, where it has one; else sometimes with another. */
  onOwnDevice?: boolean;
  act(tx: Executor, raise: Raise, who: KnownMember, random: Random): Promise<unknown>;
};

const isActive = sql`m.membership = 'active'`;
const isLoggedIn = sql`m.status = 'logged-in' and m.membership = 'active'`;
const office: OfficeContext = { channel: "office", by: "customer service" };
const channels: readonly [ConsentChannel, ...ConsentChannel[]] = ["all", "email", "text-message", "push"];

/** Numbers of people who join while the demo runs; the invented past uses others. */
const newNumber = (random: Random) => random.between(6_000_000, 19_000_000);
const newPerson = (random: Random) => inventPerson(random, newNumber(random));

const signIn: readonly HumanAct[] = [
  { name: "log in", weight: 900, who: sql`m.membership in ('active', 'withdrawal-requested')`, act: logIn },
  { name: "log out", weight: 360, who: isLoggedIn, onOwnDevice: true, act: logOut },
  { name: "fail to log in", weight: 250, who: isActive, act: failLogIn },
  { name: "try an unknown account", weight: 60, who: "stranger", act: (tx, raise, who) => failLogIn(tx, raise, who) },
  {
    name: "join",
    weight: 110,
    who: "stranger",
    act: (tx, raise, { context }, random) => joinMember(tx, raise, { given: newPerson(random), context }),
  },
];

const changes: readonly MembersAct[] = [
  {
    name: "change phone number",
    weight: 60,
    who: isActive,
    act: (tx, raise, who, random) => changePhoneNumber(tx, raise, { ...who, phone: phoneNumber(newNumber(random)) }),
  },
  {
    name: "change address",
    weight: 45,
    who: isActive,
    act: (tx, raise, who, random) => changeAddress(tx, raise, { ...who, address: newPerson(random).address }),
  },
  {
    name: "change e-mail address",
    weight: 25,
    who: isActive,
    act: (tx, raise, who, random) => changeEmail(tx, raise, { ...who, email: newPerson(random).email }),
  },
  {
    name: "change name",
    weight: 10,
    who: isActive,
    act: (tx, raise, who, random) => changeName(tx, raise, { ...who, name: newPerson(random).name }),
  },
  { name: "change password", weight: 60, who: isActive, act: changePassword },
  {
    name: "verify identity",
    weight: 45,
    who: sql`${isActive} and m.identity_verified_at is null`,
    act: (tx, raise, who, random) => verifyIdentity(tx, raise, { ...who, method: random.pick(["phone", "card"]) }),
  },
  {
    name: "remove identity verification",
    weight: 50,
    who: sql`${isActive} and m.identity_verified_at is not null`,
    act: removeIdentityVerification,
  },
  {
    name: "agree to marketing",
    weight: 45,
    who: sql`${isActive} and m.marketing_consent = 'none'`,
    act: (tx, raise, who, random) => giveMarketingConsent(tx, raise, { ...who, channel: random.pick(channels) }),
  },
  {
    name: "disagree with marketing",
    weight: 20,
    who: sql`${isActive} and m.marketing_consent = 'given'`,
    act: withdrawMarketingConsent,
  },
  {
    name: "remove device",
    weight: 15,
    who: sql`${isActive} and exists (select from member.device d where d.member_id = m.id and d.removed_at is null)`,
    act: async (tx, raise, who) => removeDevice(tx, raise, { ...who, deviceId: await anyDevice(tx, who) }),
  },
];

const turns: readonly MembersAct[] = [
  {
    name: "become dormant",
    weight: 12,
    who: sql`${isActive} and m.status = 'logged-out'`,
    act: (tx, raise, { memberId }) => makeDormant(tx, raise, { memberId, context: { channel: "schedule" } }),
  },
  { name: "come back from dormancy", weight: 12, who: sql`m.membership = 'dormant'`, act: restoreMember },
  {
    name: "be suspended",
    weight: 8,
    who: isActive,
    act: (tx, raise, { memberId }) => suspendMember(tx, raise, { memberId, reason: "terms-violated", context: office }),
  },
  {
    name: "be reinstated",
    weight: 8,
    who: sql`m.membership = 'suspended'`,
    act: (tx, raise, { memberId }) => reinstateMember(tx, raise, { memberId, context: office }),
  },
  {
    name: "be sanctioned",
    weight: 8,
    who: isActive,
    act: (tx, raise, { memberId }, random) => {
      const until = new Date(Date.now() + random.between(7, 60) * 86_400_000).toISOString();
      const sanction = random.pick(["coupons-blocked", "reviews-blocked", "orders-blocked"] as const);
      return sanctionMember(tx, raise, { memberId, sanction, reason: "terms-violated", until, context: office });
    },
  },
  { name: "ask to withdraw", weight: 25, who: isActive, act: requestWithdrawal },
  {
    name: "think better of it",
    weight: 6,
    who: sql`m.membership = 'withdrawal-requested'`,
    act: (tx, raise, who) => takeBackWithdrawal(tx, raise, { ...who, reason: "by-member" }),
  },
];

/** Everything that people do while the demo runs: mostly log in and out, sometimes what other systems care about. */
export const humanActs: readonly HumanAct[] = [...signIn, ...changes, ...turns];

async function anyDevice(tx: Executor, { memberId }: KnownMember): Promise<string> {
  const [device] = await tx.execute<{ id: string }>(sql`
    select device_id as id from member.device where member_id = ${memberId} and removed_at is null order by registered_at limit 1`);
  return device?.id ?? "none";
}
