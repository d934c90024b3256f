import type { TransactionSql } from "postgres";
import { type CopyValue, copyRows } from "./copy-rows.ts";
import type { StateSnapshot } from "./state-snapshots.ts";
import type { UnitPast } from "./world-event.ts";

function time(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}

/** Stores what the tables of the member system and of the family account system hold at the end of a past. */
export async function storeMembers(tx: TransactionSql, past: Omit<UnitPast, "events" | "handlings">): Promise<void> {
  const put = (target: string, rows: readonly CopyValue[][]) => copyRows(tx, target, rows);
  await put(
    "member.member (id, status, name, phone, email, address, identity_verified_at, joined_at, membership, marketing_consent, password_changed_at)",
    past.members.map((one) => [
      ...[
        one.id,
        one.status,
        one.name,
        one.phone,
        one.email,
        one.address,
        time(one.identityVerifiedAt),
        new Date(one.joinedAt),
      ],
      ...[one.membership, one.marketingConsent, time(one.passwordChangedAt)],
    ]),
  );
  await put(
    "member.session (login_event_id, member_id, device_id, ip)",
    past.sessions.map((one) => [one.loginEventId, one.memberId, one.deviceId, one.ip]),
  );
  await put(
    "member.device (member_id, device_id, model, registered_at, removed_at)",
    past.devices.map((one) => [one.memberId, one.deviceId, one.model, new Date(one.registeredAt), time(one.removedAt)]),
  );
  await put(
    "member.sanction (event_id, member_id, sanction, reason, until)",
    past.sanctions.map((one) => [one.eventId, one.memberId, one.sanction, one.reason, new Date(one.until)]),
  );
  await put(
    "member.withdrawal (request_event_id, member_id, objections_due_at, state, settled_at)",
    past.withdrawals.map((one) => [
      one.requestEventId,
      one.memberId,
      new Date(one.dueAt),
      one.state,
      new Date(one.settledAt),
    ]),
  );
  await put(
    "member.notification (member_id, kind, event_id, created_at)",
    past.notifications.map((one) => [one.memberId, one.kind, one.eventId, new Date(one.at)]),
  );
  await put(
    "member.deferred_task (kind, member_id, cause_event_id, correlation_id, due_at, next_at)",
    past.tasks.map((one) => [
      one.kind,
      one.memberId,
      one.causeEventId,
      one.causeEventId,
      new Date(one.dueAt),
      new Date(one.dueAt),
    ]),
  );
  await put(
    "family_account.family_member (member_id, family_id, joined_at, withdrawn_at, withdrawn_by_event, withdrawn_because)",
    past.families.map((one) => [
      ...[one.memberId, one.familyId, new Date(one.joinedAt), time(one.withdrawnAt)],
      ...[one.withdrawnByEvent, one.withdrawnBecause],
    ]),
  );
}

/** Stores what the generator knew of some members at some moments, personal values masked as the events have them. */
export async function storeSnapshots(tx: TransactionSql, snapshots: readonly StateSnapshot[]): Promise<void> {
  await tx`
    create temporary table if not exists world_snapshot (member_id text, at timestamptz, fields jsonb) on commit delete rows`;
  await copyRows(
    tx,
    "world_snapshot",
    snapshots.map(({ memberId, at, fields }) => [memberId, at, fields]),
  );
  await tx`
    insert into demo_world.snapshot (member_id, at, fields)
    select w.member_id, w.at, coalesce((
      select jsonb_object_agg(f.key, case when k.kind is null then f.value
               else jsonb_set(f.value, '{value}', to_jsonb(event.mask(k.kind, event.normalize_personal(k.kind, f.value ->> 'value')))) end)
        from jsonb_each(w.fields) f
        left join (values ('name', 'name'), ('phoneNumber', 'phone'), ('emailAddress', 'email'), ('address', 'address')) k(field, kind) on k.field = f.key), '{}')
      from world_snapshot w on conflict do nothing`;
}
