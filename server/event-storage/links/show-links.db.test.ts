import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { findContact } from "./find-contact.ts";
import { mostShared } from "./most-shared.ts";
import { rankShared } from "./rank-shared.ts";
import { linksFrom, memberLinks, showLinks } from "./show-links.ts";

/** PROPERTY_RUNS=500 tries more. */
const RUNS = Number(process.env.PROPERTY_RUNS) || 25;

const database = useDatabase();
let db: Db;
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("web"), name: "test", max: 4, plans: "custom" });
  await database.owner()`call event.add_quarters((current_date - 200), current_date)`;
});
afterAll(() => db.$client.end());

type Given = { member: string; device: string | null; ip: string | null; phone?: string | null; daysAgo?: number };

async function store(events: readonly Given[]): Promise<void> {
  const rows = events.map(({ member, device, ip, phone = null, daysAgo = 0 }) => ({
    ...{ member, daysAgo },
    context: { ...(device && { deviceId: device }), ...(ip && { ip }) },
    attributes: phone === null ? {} : { phone: { to: phone } },
  }));
  await database.owner()`
    select event.record_member_event(r.member, 'thing.changed', r.attributes, r.context, clock_timestamp() - interval '1 second' - r."daysAgo" * interval '1 day')
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) r(member text, context jsonb, attributes jsonb, "daysAgo" float8)`;
}

test("a value's members and everything they share with others is what their events say, two steps far", async () => {
  const event = fc.record({
    member: fc.constantFrom("a", "b", "c", "d", "e", "unknown"),
    device: fc.constantFrom(null, "d1", "d2", "d3"),
    ip: fc.constantFrom(null, "203.0.113.1", "203.0.113.2"),
    daysAgo: fc.double({ min: 0, max: 150, noNaN: true }),
  });
  let world = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 25 }), async (given) => {
      world += 1;
      // Each world by itself: its values and members are nobody else's.
      const events = given.map((one) => ({
        member: one.member === "unknown" ? "unknown" : `${one.member}-${world}`,
        device: one.device && `${one.device}-${world}`,
        ip: one.ip && `10.${world >> 8}.${world & 255}.${one.ip.at(-1)}`,
        daysAgo: one.daysAgo,
      }));
      await store(events);
      const pairs = events.flatMap(({ member, device, ip }) => [
        ...(device === null ? [] : [{ value: device, member }]),
        ...(ip === null ? [] : [{ value: ip, member }]),
      ]);
      const having = (value: string) =>
        [
          ...new Set(
            pairs.filter((pair) => pair.value === value && pair.member !== "unknown").map(({ member }) => member),
          ),
        ].sort();
      const asked = `d1-${world}`;
      const { root, shared } = await linksFrom(db, { kind: "device", value: asked });
      const members = having(asked);
      expect(root?.members.map(({ memberId }) => memberId).sort() ?? []).toEqual(members);
      for (const { memberId, events: n } of root?.members ?? []) {
        expect(n).toBe(events.filter(({ device, member }) => device === asked && member === memberId).length);
      }
      const near = new Set(pairs.filter(({ member }) => members.includes(member)).map(({ value }) => value));
      near.delete(asked);
      const expected = [...near].filter((value) => having(value).length > 1).sort();
      expect(shared.map(({ value }) => value).sort()).toEqual(expected);
      for (const { value, members: those } of shared) {
        expect(those.map(({ memberId }) => memberId).sort()).toEqual(having(value));
      }
    }),
    { numRuns: RUNS },
  );
});

test("a hub is folded to its number, with the members by whom one comes to it, and opens when it is asked for", async () => {
  const crowd = Array.from({ length: 40 }, (_, n) => ({ member: `crowd-${n}`, device: null, ip: "198.51.100.9" }));
  await store([...crowd, { member: "crowd-0", device: "own-device", ip: null }]);
  const { shared } = await linksFrom(db, { kind: "device", value: "own-device" });
  expect(shared).toMatchObject([
    { value: "198.51.100.9", isHub: true, memberCount: 40, members: [{ memberId: "crowd-0" }] },
  ]);
  const { root } = await linksFrom(db, { kind: "ip", value: "198.51.100.9" });
  expect(root?.members.length).toBe(40);
});

test("a phone number is found by its whole value however it is written, and shown by its mask and the events that prove it", async () => {
  await store([
    { member: "p-1", device: null, ip: null, phone: "010-7777-1234" },
    { member: "p-2", device: null, ip: null, phone: "+82 10 7777 1234" },
  ]);
  const analyst = await makeActor(database.owner(), "analyst");
  const { value } = await findContact(db, analyst, { kind: "phone", text: "1077771234" });
  expect(value).toMatch(/^[0-9a-f]{64}$/);
  const { root } = await showLinks(db, analyst, { kind: "phone", value: value ?? "" });
  expect(root).toMatchObject({ masked: "010-****-1234", memberCount: 2 });
  expect(root?.members.every(({ eventIds }) => eventIds.length === 1)).toBe(true);
  const { shared } = await memberLinks(db, analyst, { memberId: "p-1" });
  expect(shared).toMatchObject([{ kind: "phone", value, memberCount: 2 }]);
  expect(await findContact(db, analyst, { kind: "phone", text: "010-7777-9999" })).toEqual({ value: null });
});

test("members whose times overlap come first, and how many overlap is said", async () => {
  const on = (member: string, daysAgo: number) => ({ member, device: "late-device", ip: null, daysAgo });
  await store([on("o-1", 10), on("o-1", 5), on("o-2", 7), on("o-2", 6), on("o-3", 100), on("o-3", 99), on("o-3", 98)]);
  const { root } = await linksFrom(db, { kind: "device", value: "late-device" });
  expect(root?.members.map(({ memberId, overlaps }) => `${memberId} ${overlaps}`)).toEqual(["o-1 1", "o-2 1", "o-3 0"]);
});

test("a look at links is recorded with every member in it, and no agent has one", async () => {
  const analyst = await makeActor(database.owner(), "analyst");
  await showLinks(db, analyst, { kind: "device", value: "late-device" });
  const [record] = await database.owner()`
    select act, member_ids as "memberIds" from staff.access_record where account_id = ${analyst.accountId}`;
  expect(record?.act).toBe("links.show");
  expect([...(record?.memberIds ?? [])].sort()).toEqual(["o-1", "o-2", "o-3"]);
  const agent = await makeActor(database.owner(), "agent");
  const refused = { code: "forbidden" };
  await expect(showLinks(db, agent, { kind: "device", value: "d" })).rejects.toMatchObject(refused);
  await expect(memberLinks(db, agent, { memberId: "o-1" })).rejects.toMatchObject(refused);
  await expect(mostShared(db, agent, { kind: "device", days: 7 })).rejects.toMatchObject(refused);
});

test("the most shared devices and addresses of each window are those of the events, with the members of the window before", async () => {
  const worker = connect({ url: database.url("worker"), name: "test", max: 1 });
  const done: (number | null)[] = [];
  while (done.at(-1) !== null) done.push(await rankShared(worker));
  expect(done).toEqual([1, 7, 30, 90, null]);
  await worker.$client.end();
  const analyst = await makeActor(database.owner(), "analyst");
  for (const days of [7, 90] as const) {
    for (const [kind, column] of [
      ["device", "device_id"],
      ["ip", "ip"],
    ] as const) {
      const expected = await database.owner()`
        select x.value, x.members::int, (select count(distinct b.member_id)::int from event.member_event b where b.${database.owner()(column)} = x.value and b.member_id <> 'unknown'
                 and b.occurred_at >= now() - ${2 * days} * interval '1 day' and b.occurred_at < now() - ${days} * interval '1 day') as "membersBefore"
          from (select e.${database.owner()(column)} as value, count(distinct e.member_id) as members from event.member_event e
                 where e.occurred_at >= now() - ${days} * interval '1 day' and e.member_id <> 'unknown' and e.${database.owner()(column)} is not null group by 1 having count(distinct e.member_id) > 1) x
         order by x.members desc, x.value collate "C" limit 50`;
      const { values } = await mostShared(db, analyst, { kind, days });
      expect(values.length).toBeGreaterThan(0);
      expect(values.map(({ members }) => members)).toEqual(expected.map(({ members }) => members));
      for (const { value, members, membersBefore } of values) {
        const same = expected.find((one) => one.value === value);
        if (same !== undefined) expect({ value, members, membersBefore }).toEqual({ ...same });
      }
    }
  }
});
