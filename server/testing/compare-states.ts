import { isDeepStrictEqual } from "node:util";
import type { Sql } from "postgres";
import type { Db } from "../db.ts";
import { readStateSnapshots } from "../demo/world/state-snapshots.ts";
import { selectState } from "../records/state-at.ts";
import type { StateField } from "../vocabulary/record-view.ts";

/** Compared fields that were known, and the members for whom the rebuilt state differs from what is true. */
export type StateComparison = { compared: number; known: number; differing: { memberId: string; field: string }[] };

type Fields = Record<string, string | number | null>;
type Tables = { memberId: string; fields: Fields; joined: boolean };

/** Members asked for at once; as many as the pool should have connections. */
const AT_ONCE = 4;

/** What is true of a member before any event says so. */
const unsaid: Fields = { status: "logged-out", devices: 0, familyAccount: "none" };

/** Compares the state rebuilt from events with the demo's state tables, for every member, now. */
export async function compareWithTables(owner: Sql, db: Db): Promise<StateComparison> {
  const comparison: StateComparison = { compared: 0, known: 0, differing: [] };
  await each(await selectTables(owner), async ({ memberId, fields, joined }) => {
    const state = await selectState(db, { memberId });
    // Who joined before the history begins has values that no event tells: they are unknown, never wrong.
    const told = state.filter((one) => joined || one.state === "known");
    const expected = joined ? Object.entries(fields) : told.map(({ field }) => [field, fields[field]] as const);
    const rebuilt = told.map(
      (one) => [one.field, one.state === "known" ? one.value : (unsaid[one.field] ?? null)] as const,
    );
    add(comparison, memberId, new Map(expected), new Map(rebuilt));
  });
  return comparison;
}

/** Compares the state rebuilt for sampled moments with what the generator knew there, each value with its event. */
export async function compareWithSnapshots(owner: Db, db: Db): Promise<StateComparison> {
  const comparison: StateComparison = { compared: 0, known: 0, differing: [] };
  await each(await readStateSnapshots(owner), async ({ memberId, at, fields }) => {
    const {
      sanction: _sanction,
      passwordChangedAt: _time,
      ...rebuilt
    } = knownFields(await selectState(db, { memberId, at }));
    add(comparison, `${memberId} at ${at}`, new Map(Object.entries(fields)), new Map(Object.entries(rebuilt)));
  });
  return comparison;
}

/** The known fields of a state, each with the event that set it. */
export function knownFields(
  fields: readonly StateField[],
): Record<string, { value: unknown; eventId: string | undefined }> {
  return Object.fromEntries(
    fields.flatMap(({ field, state, value, setBy }) =>
      state === "known" ? [[field, { value, eventId: setBy?.eventId }]] : [],
    ),
  );
}

function add(
  to: StateComparison,
  memberId: string,
  expected: Map<string, unknown>,
  rebuilt: Map<string, unknown>,
): void {
  to.compared += 1;
  to.known += rebuilt.size;
  for (const field of new Set([...expected.keys(), ...rebuilt.keys()])) {
    if (!isDeepStrictEqual(expected.get(field), rebuilt.get(field))) to.differing.push({ memberId, field });
  }
}

async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const lane = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

function selectTables(owner: Sql): Promise<Tables[]> {
  return owner<Tables[]>`
    select m.id as "memberId", jsonb_build_object(
             'membership', m.membership, 'status', m.status, 'name', p.name, 'phoneNumber', p.phone, 'emailAddress', p.email, 'address', p.address,
             'identityVerification', case when m.identity_verified_at is null then 'none' else 'verified' end, 'marketingConsent', m.marketing_consent,
             'devices', (select count(*) from member.device d where d.member_id = m.id and d.removed_at is null),
             'familyAccount', coalesce((select case when f.withdrawn_at is null then 'member' else 'none' end from family_account.family_member f where f.member_id = m.id), 'none'),
             'sanction', (select s.sanction from member.sanction s where s.member_id = m.id order by s.event_id desc limit 1),
             'passwordChangedAt', to_char(m.password_changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as fields,
           exists (select from event.member_event e join event.action a on a.id = e.action_id where e.member_id = m.id and a.name = 'member.joined') as joined
      from member.member m cross join lateral event.masked_profile(m.id) p order by m.id`;
}
