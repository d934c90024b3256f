import { and, eq, isNull, sql } from "drizzle-orm";
import { memberDevice } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { ActContext } from "./act-context.ts";
import { endSessions } from "./end-sessions.ts";
import { lockMember } from "./lock-member.ts";
import { countDevices } from "./register-device.ts";

/**
 * Takes a device off a member's list and ends its session; raises `device.removed`.
 *
 * @param deviceId the device to remove; the context names the one the member acts with.
 * @throws DomainError "not-found" when there is no such member, "conflict" when the device is not on its list.
 */
export async function removeDevice(
  tx: Executor,
  raise: Raise,
  { memberId, deviceId, context }: { memberId: string; deviceId: string; context: ActContext },
): Promise<void> {
  const locked = await lockMember(tx, memberId);
  const before = await countDevices(tx, memberId);
  const isKnown = and(
    eq(memberDevice.memberId, memberId),
    eq(memberDevice.deviceId, deviceId),
    isNull(memberDevice.removedAt),
  );
  const removed = await tx
    .update(memberDevice)
    .set({ removedAt: sql`clock_timestamp()` })
    .where(isKnown)
    .returning({ deviceId: memberDevice.deviceId });
  if (removed.length === 0) {
    throw new DomainError("conflict", `Member ${memberId} has no device ${deviceId}. Choose one of its list.`, {
      field: "deviceId",
    });
  }
  const { status } = await endSessions(tx, { locked, because: "device-removed", deviceId });
  await raise({
    memberId,
    action: "device.removed",
    attributes: { device: { from: deviceId }, devices: { from: before, to: before - 1 }, ...status },
    context,
  });
}
