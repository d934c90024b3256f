import { and, eq, isNull, sql } from "drizzle-orm";
import { memberDevice } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import type { GivenContext } from "./act-context.ts";
import { lockMember } from "./lock-member.ts";

type Registration = {
  memberId: string;
  deviceId: string;
  /** As people call it; null when it is not known. */
  model: string | null;
  /** When it was used, ISO 8601 in UTC: a device removed since stays removed. Left out, now. */
  usedAt?: string;
  context: GivenContext;
};

/**
 * Makes a device known as one of a member's; raises `device.registered`. Does nothing when it is known, or was removed
 * after it was used.
 *
 * @returns whether it is new.
 * @throws DomainError "not-found" when there is no such member.
 */
export async function registerDevice(tx: Executor, raise: Raise, given: Registration): Promise<boolean> {
  const { memberId, deviceId, model, usedAt = null, context } = given;
  await lockMember(tx, memberId);
  const before = await countDevices(tx, memberId);
  const registered = await tx
    .insert(memberDevice)
    .values({ memberId, deviceId, model })
    .onConflictDoUpdate({
      target: [memberDevice.memberId, memberDevice.deviceId],
      set: { registeredAt: sql`clock_timestamp()`, removedAt: null, model },
      setWhere: sql`${memberDevice.removedAt} < coalesce(${usedAt}::timestamptz, clock_timestamp())`,
    })
    .returning({ deviceId: memberDevice.deviceId });
  if (registered.length === 0) return false;
  await raise({
    memberId,
    action: "device.registered",
    attributes: {
      device: { to: deviceId },
      devices: { from: before, to: before + 1 },
      ...(model === null ? {} : { model: { to: model } }),
    },
    context,
  });
  return true;
}

/** How many devices a member has now. */
export function countDevices(tx: Executor, memberId: string): Promise<number> {
  return tx.$count(memberDevice, and(eq(memberDevice.memberId, memberId), isNull(memberDevice.removedAt)));
}
