import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { ActContext } from "./act-context.ts";
import { endSessions } from "./end-sessions.ts";
import { lockMember } from "./lock-member.ts";

/**
 * Logs a member out on the device it acts on; raises `member.logged-out`. The status becomes logged-out with the last
 * open session.
 *
 * @throws DomainError "not-found" when there is no such member, "conflict" when it is not logged in on this device.
 */
export async function logOut(
  tx: Executor,
  raise: Raise,
  { memberId, context }: { memberId: string; context: ActContext },
): Promise<void> {
  const locked = await lockMember(tx, memberId);
  const { deviceId } = context;
  const { ended, status } = await endSessions(tx, { locked, because: "logged-out", deviceId });
  if (ended === 0) {
    throw new DomainError("conflict", `Member ${memberId} is not logged in on the device ${deviceId}.`, {
      field: "deviceId",
    });
  }
  await raise({
    memberId,
    action: "member.logged-out",
    attributes: { session: { from: "open", to: "ended" }, reason: { to: "by-member" }, ...status },
    context,
  });
}
