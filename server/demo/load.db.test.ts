import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { useDatabase } from "../testing/database.ts";
import { demoStaff } from "./accounts.ts";
import { loadDemo } from "./load.ts";
import { campaignsOf } from "./world/invent-crimes.ts";
import { inventUnit } from "./world/invent-unit.ts";
import { readStateSnapshots, stateFields } from "./world/state-snapshots.ts";
import { planWorld } from "./world/world-plan.ts";

const database = useDatabase();
const MEMBERS = 800;
const lines: string[] = [];
let owner: Db;

const load = (members = MEMBERS) =>
  loadDemo({
    ownerUrl: database.url(),
    familyAccountToken: "f".repeat(32),
    partnerReporterToken: "p".repeat(32),
    queuePrefix: "x-",
    members,
    log: (line) => lines.push(line),
  });

beforeAll(async () => {
  owner = connect({ url: database.url(), name: "test", max: 2 });
  await load();
});
afterAll(() => owner.$client.end());

async function one(query: string): Promise<Record<string, unknown> | undefined> {
  const [row] = await database.owner().unsafe(query);
  return row;
}

describe("the loaded past looks as if it had been lived", () => {
  test("twelve events of the outage wait to be sent, in an hour's minutes, and everything else is published", async () => {
    const states = await database.owner()<{ state: string; n: number }[]>`
      select internal_status || ', ' || external_status as state, count(*)::int as n from event.member_event_status group by 1`;
    const counts = new Map(states.map(({ state, n }) => [state, n]));
    expect((counts.get("waiting, waiting") ?? 0) + (counts.get("waiting, not for publication") ?? 0)).toBe(12);
    expect([...counts.keys()].filter((state) => /fault|parked/.test(state))).toEqual([]);
    expect(
      await one("select bool_and(next_at > clock_timestamp() + interval '30 seconds') as later from event.pending"),
    ).toEqual({
      later: true,
    });
  });

  test("events are stored just after they happened, and published after that", async () => {
    expect(
      await one(
        `select bool_and(stored_at - occurred_at between interval '1 ms' and interval '10 ms') as near from event.member_event`,
      ),
    ).toEqual({ near: true });
    expect(
      await one(
        `select bool_and(p.published_at > e.stored_at) as after from event.publication p join event.member_event e on e.id = p.event_id`,
      ),
    ).toEqual({ after: true });
  });

  test("the tables of the member system say what its last events say", async () => {
    expect(
      await one(`select count(*)::int as n from member.member m where (status = 'logged-in') <> exists (
        select from member.session s where s.member_id = m.id and s.ended_at is null)`),
    ).toEqual({ n: 0 });
    for (const [column, attribute, value] of [
      ["status", "status", "m.status"],
      ["membership", "membership", "m.membership"],
      ["phone", "phoneNumber", "event.mask('phone', event.normalize_personal('phone', m.phone))"],
      ["verified", "identityVerification", "case when m.identity_verified_at is null then 'none' else 'verified' end"],
      [
        "devices",
        "devices",
        "(select count(*)::text from member.device d where d.member_id = m.id and d.removed_at is null)",
      ],
    ]) {
      const wrong = await one(`
        select count(*)::int as n from member.member m, lateral (
          select e.attributes -> '${attribute}' ->> 'to' as told from event.member_event e
           where e.member_id = m.id and e.attributes -> '${attribute}' ? 'to' order by e.id desc limit 1) last where last.told <> ${value}`);
      expect({ column, ...wrong }).toEqual({ column, n: 0 });
    }
  });

  test("members are found by their phone number, and a place in a family ends with the verification", async () => {
    expect(
      await one(
        `select array_agg(f) = array[m.id] as found from member.member m, event.find_members('phone', m.phone) f group by m.id limit 1`,
      ),
    ).toEqual({ found: true });
    expect(
      await one(`select count(*)::int as n from family_account.family_member f join member.member m on m.id = f.member_id
        where f.withdrawn_at is null and (m.identity_verified_at is null or m.membership = 'withdrawn')`),
    ).toEqual({ n: 0 });
  });

  test("every cause is an event of the same story that came before", async () => {
    const wrong = await one(`
      select count(*)::int as n from event.member_event e left join event.member_event c on c.id = e.causation_id
       where e.causation_id is not null and (c.id is null or c.id >= e.id or c.correlation_id <> e.correlation_id)`);
    expect(wrong).toEqual({ n: 0 });
  });
});

test("what was stored in bulk is what event.store_event stores", async () => {
  const [run] = await database.owner()<{ seed: number; now: number }[]>`
    select seed, (extract(epoch from now) * 1000)::float8 as now from demo_world.run`;
  if (!run) throw new Error("no world was loaded");
  const plan = planWorld({ ...run, members: MEMBERS });
  const events = [0, 1, 37].flatMap((unit) => inventUnit(plan, unit, campaignsOf(plan)).events);
  expect(new Set(events.map(({ action }) => action)).size).toBeGreaterThan(10);
  for (const event of events) {
    const { id, memberId, action, version, attributes, context, correlationId, causationId, at } = event;
    const json = (value: object) => sql`${JSON.stringify(value)}::text::jsonb`;
    const [[stored], loaded] = await owner.transaction(async (tx) => {
      const made = await tx.execute<{ id: string }>(sql`
        select event_id as id from event.store_event(${memberId}, ${action}, ${json(attributes)}, ${json(context)}, to_timestamp(${at} / 1000.0), ${version}::smallint,
          null, null, ${correlationId}::uuid, ${causationId}::uuid, '{}', null, 0::smallint)`);
      return [[await rowsOf(tx, made[0]?.id ?? "")], await rowsOf(tx, id)];
    });
    expect(loaded).toEqual(stored);
    expect(loaded).toMatchObject({ event: { member_id: memberId } });
  }
  await database.owner()`delete from event.personal_value where event_id in (select event_id from event.pending where stored_at > ${new Date(run.now)})`;
  await database.owner()`delete from event.member_event where id in (select event_id from event.pending where stored_at > ${new Date(run.now)})`;
  await database.owner()`delete from event.pending where stored_at > ${new Date(run.now)}`;
});

/** Everything that storing an event writes, but for its id and the times that follow from when that was. */
async function rowsOf(tx: Parameters<Parameters<Db["transaction"]>[0]>[0], id: string) {
  const [row] = await tx.execute(sql`
    select (select to_jsonb(e) - 'id' - 'stored_at' - 'stored_by' from event.member_event e where e.id = ${id}::uuid) as event,
           (select jsonb_agg(to_jsonb(p) - 'event_id' order by p.name, p.side) from event.personal_value p where p.event_id = ${id}::uuid) as personal,
           (select jsonb_agg(l order by l) from (select layer from event.pending where event_id = ${id}::uuid
             union select layer from event.publication where event_id = ${id}::uuid) x(l)) as layers`);
  return row;
}

test("a second load changes nothing, whatever size it asks for", async () => {
  const count = () =>
    one(
      "select (select count(*)::int from event.member_event) as events, (select count(*)::int from member.member) as members",
    );
  const before = await count();
  await load(1600);
  expect(await count()).toEqual(before);
  expect(lines).toEqual([
    expect.stringContaining(`Loaded ${MEMBERS} members`),
    expect.stringContaining("there already"),
  ]);
});

test("staff accounts are there, and every subscriber has a queue of this installation", async () => {
  expect(await one("select array_agg(login order by login) as logins from staff.account")).toEqual({
    logins: demoStaff.map(({ login }) => login).sort(),
  });
  const subscribers = await database.owner()<
    { id: string; queue_name: string }[]
  >`select id, queue_name from event.subscriber order by id`;
  expect(subscribers.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["family-account", "partner-reporter", "log-out-elsewhere", "external-publisher"]),
  );
  for (const { queue_name } of subscribers) expect(queue_name).toMatch(/^x-/);
});

test("a thousand states at random moments are kept, masked as the events have them, and no event before contradicts them", async () => {
  const snapshots = await readStateSnapshots(owner);
  expect(snapshots.length).toBeGreaterThan(990);
  const known = snapshots.filter(({ fields }) => Object.keys(fields).length > 0);
  expect(known.length).toBeGreaterThan(300);
  for (const { memberId, at, fields } of known.slice(0, 200)) {
    for (const field of stateFields) {
      const [last] = await database.owner()<{ id: string; value: unknown }[]>`
        select e.id, e.attributes -> ${field} -> 'to' as value from event.member_event e
         where e.member_id = ${memberId} and e.occurred_at <= ${at}::timestamptz and e.attributes -> ${field} ? 'to' order by e.id desc limit 1`;
      if (last) expect(fields[field]).toEqual({ value: last.value, eventId: last.id });
    }
  }
});

test("the demo of an earlier version is refused with what to do", async () => {
  await database.owner()`drop schema demo_world cascade`;
  await expect(load()).rejects.toThrow(/npm run reset/);
});
