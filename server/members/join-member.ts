import { sql } from "drizzle-orm";
import { member } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import type { ActContext } from "./act-context.ts";

/** What somebody gives who joins; `identityVerified` says that an agency has confirmed who it is. */
export type NewMember = { name: string; phone: string; email: string; address: string; identityVerified: boolean };

/**
 * Makes somebody a member, logged out; raises `member.joined`.
 *
 * @returns the new member's identifier.
 * @throws what the event storage refuses: a phone number or e-mail address that is none.
 */
export async function joinMember(
  tx: Executor,
  raise: Raise,
  { given, context }: { given: NewMember; context: ActContext },
): Promise<string> {
  const { name, phone, email, address, identityVerified } = given;
  const identityVerifiedAt = identityVerified ? sql`clock_timestamp()` : null;
  const [row] = await tx
    .insert(member)
    .values({ name, phone, email, address, identityVerifiedAt })
    .returning({ id: member.id });
  if (!row) throw new Error("insert into member.member gave no row");
  await raise({
    memberId: row.id,
    action: "member.joined",
    attributes: {
      name: { to: name },
      phoneNumber: { to: phone },
      emailAddress: { to: email },
      address: { to: address },
      identityVerification: { to: identityVerified ? "verified" : "none" },
      membership: { to: "active" },
      marketingConsent: { to: "none" },
    },
    context,
  });
  return row.id;
}
