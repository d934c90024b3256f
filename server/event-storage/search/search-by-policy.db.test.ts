import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { matchPolicy } from "../../filter-policy/match/match-policy.ts";
import { parsePolicy } from "../../filter-policy/parse/parse-policy.ts";
import type { PolicyMessage } from "../../filter-policy/policy.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { searchByPolicy, searchByPolicySchema } from "./search-by-policy.ts";

const database = useDatabase();
let db: Db;
let analyst: Actor;
type Sent = {
  id: string;
  external: boolean;
  bodies: Record<string, string>;
  attributes: Record<string, PolicyMessage["attributes"]>;
};
let sent: Sent[];

/** Whatever a context may hold: it is free, and the policy language sees all of it. */
const contexts = [
  { deviceId: "d-1", ip: "10.0.0.1" },
  { deviceId: "d-2", ip: "2001:db8::1", app: { version: "1.2.3", flags: ["a", ["b", 3]] } },
  { ip: "10.0.1.7", "app.version": 5, app: { version: null } },
  { odd: 12345678901234567890n, small: 0.0000001, text: '😀 \\ " 서울', empty: "", none: [], nothing: {} },
  {},
];

beforeAll(async () => {
  const owner = database.owner();
  await insertTestCatalog(owner);
  const texts = contexts.map((context) =>
    JSON.stringify(context, (_key, value) => (typeof value === "bigint" ? String(value) : value)),
  );
  const numeric = texts.map((text) => text.replace('"12345678901234567890"', "12345678901234567890"));
  await owner`
    select event.store_event('m-' || i % 5, case when i % 4 = 0 then 'thing.seen' else 'thing.changed' end,
        case when i % 4 = 0 then jsonb_build_object('place', jsonb_build_object('to', 'p' || i % 3))
             when i % 4 = 1 then jsonb_build_object('points', jsonb_build_object('from', i % 6, 'to', i % 9))
             when i % 4 = 2 then jsonb_build_object('plan', jsonb_build_object('to', (array['free', 'paid'])[1 + i % 2]), 'tags', jsonb_build_object('to', '[["x"], "y", 1]'::jsonb))
             else jsonb_build_object('phone', jsonb_build_object('to', '010-1234-567' || i % 10)) end,
        c.v::jsonb, clock_timestamp() - make_interval(mins => 600 - i), null, null, null, null, null,
        case when i % 7 = 0 then '{"tier": {"Type": "Number", "Value": "1.5"}}'::jsonb else '{}' end, interval '0', (case when i % 11 = 0 then 1 else 0 end)::smallint)
      from generate_series(1, 240) i cross join lateral (select (${numeric}::text[])[1 + i % 5] v) c`;
  sent = await owner<Sent[]>`
    select e.id::text, v.external, jsonb_build_object('internal', event.internal_body(e.id, e.member_id, a.name, e.version, e.attributes, e.context, e.correlation_id, e.causation_id), 'external', event.external_body(e.id, e.member_id, a.name, e.version, e.attributes)) as bodies,
           jsonb_build_object('internal', event.message_attributes_of('internal', a.name, e.attributes, v.promoted, e.message_attributes), 'external', event.message_attributes_of('external', a.name, e.attributes, v.promoted, e.message_attributes)) as attributes
      from event.member_event e join event.action a on a.id = e.action_id join event.action_version v on v.action_id = a.id and v.version = e.version
     order by e.id desc`;
  db = connect({ url: database.url("web"), name: "test", max: 2 });
  analyst = await makeActor(owner, "analyst");
});
afterAll(() => db.$client.end());

async function find(search: Record<string, unknown>): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await searchByPolicy(db, analyst, searchByPolicySchema.parse({ limit: 90, ...search, cursor }));
    expect(page.partial).toBe(false);
    ids.push(...page.events.map(({ id }) => id));
    if (page.nextCursor === null) return ids;
    cursor = page.nextCursor;
  }
}

/** What a subscriber with this policy would have been sent. */
function received(policyText: string, scope: string, layer: "internal" | "external"): string[] {
  const { policy, fault } = parsePolicy(policyText, scope);
  if (policy === undefined) throw new Error(fault.message);
  const messages = sent.filter(({ external }) => layer === "internal" || external);
  return messages
    .filter(({ bodies, attributes }) => {
      return matchPolicy(policy, { body: bodies[layer] ?? "", attributes: attributes[layer] ?? {} });
    })
    .map(({ id }) => id);
}

const one = (values: unknown[]) =>
  fc.uniqueArray(fc.constantFrom(...values.map((value) => JSON.stringify(value))), { minLength: 1, maxLength: 3 });
const keys = {
  MessageAttributes: {
    action: one(["thing.seen", "thing.changed", "no.such", { prefix: "thing.s" }]),
    changed: one(["points", "plan", "phone", { exists: false }, { "anything-but": ["points"] }]),
    target: one(["ALL", "crm"]),
    layer: one(["internal", "external"]),
    tier: one([1.5, { exists: false }, { numeric: ["<", 2] }]),
    plan: one(["free", "paid", { "equals-ignore-case": "PAID" }]),
    points: one([3, 5, { numeric: [">=", 2, "<", 7] }, "3"]),
  },
  MessageBody: {
    action: one(["thing.seen", "thing.changed"]),
    memberId: one(["m-0", "m-3", "nobody", { suffix: "-1" }]),
    changed: one(["place", "tags", "points"]),
    "context.deviceId": one(["d-1", "d-2", "d-9"]),
    "context.ip": one(["10.0.0.1", { cidr: "10.0.0.0/16" }, { cidr: "2001:db8::/32" }]),
    "context.app.version": one(["1.2.3", 5, null]),
    "context.app.flags": one(["a", "b", 3]),
    "context.odd": one([{ exists: true }, { exists: false }]),
    "context.text": one(['😀 \\ " 서울', { prefix: "😀" }, { suffix: "서울" }]),
    "attributes.plan.to": one(["paid", "free", null]),
    "attributes.tags.to": one(["x", "y", 1]),
    "attributes.points.to": one([3, { "anything-but": 3 }]),
    correlationId: one([{ exists: true }, "x"]),
  },
};

function policies(ofScope: Record<string, fc.Arbitrary<string[]>>): fc.Arbitrary<string> {
  const key = fc.constantFrom(...Object.keys(ofScope)).chain((name) => {
    return (ofScope[name] ?? fc.constant([])).map(
      (rules) => [name, `${JSON.stringify(name)}:[${rules.join(",")}]`] as const,
    );
  });
  const some = fc
    .uniqueArray(key, { minLength: 1, maxLength: 3, selector: ([name]) => name })
    .map((list) => `{${list.map(([, text]) => text).join(",")}}`);
  return fc.oneof(
    { weight: 4, arbitrary: some },
    { weight: 1, arbitrary: fc.tuple(some, some).map((pair) => `{"$or":[${pair.join(",")}]}`) },
  );
}

describe.each(["MessageAttributes", "MessageBody"] as const)("%s", (scope) => {
  test("finds exactly what a subscriber with the policy would have been sent", async () => {
    const layers = fc.constantFrom("internal" as const, "external" as const);
    await fc.assert(
      fc.asyncProperty(policies(keys[scope]), layers, async (policy, layer) => {
        expect(await find({ policy, scope, layer })).toEqual(received(policy, scope, layer));
      }),
      { numRuns: 50 },
    );
  });
});

test("an event with an attribute that filtering cannot read was sent by no policy on attributes, whichever it names, and by those on its body", async () => {
  const [event] = await database.owner()<{ id: string }[]>`
    select (event.store_event('m-unread', 'thing.changed', '{"note": {"to": "x"}}', '{}', clock_timestamp(), null, null, null, null, null,
        '{"tier": {"Type": "String", "Value": "gold"}}', interval '0', 0::smallint)).event_id::text as id`;
  const conditions = [{ field: "member", operator: "any", values: ["m-unread"] }];
  const policies = ['{"action":["thing.changed"]}', '{"plan":[{"exists":false}]}', '{"tier":["gold"]}'];
  const found = () => Promise.all(policies.map((policy) => find({ policy, conditions })));
  expect(await found()).toEqual(policies.map(() => [event?.id]));
  // As an earlier installation let it in: what is stored now is refused.
  await database.owner()`
    update event.member_event set message_attributes = ${JSON.stringify({ tier: { Type: "String", Value: 'gold "a"' } })}::text::jsonb
     where member_id = 'm-unread'`;
  expect(await found()).toEqual(policies.map(() => []));
  const ofBody = { policy: '{"memberId":["m-unread"]}', scope: "MessageBody", conditions };
  expect(await find(ofBody)).toEqual([event?.id]);
});

test("a condition beside the policy must hold, too", async () => {
  const policy = '{"action":["thing.changed"]}';
  const all = await find({ policy });
  const ofMember = await find({
    policy,
    conditions: [
      { field: "member", operator: "any", values: ["m-2"] },
      { field: "ip", operator: "any", values: ["10.0.1.7"] },
    ],
  });
  expect(ofMember.length).toBeGreaterThan(0);
  expect(ofMember).toEqual(all.filter((id) => ofMember.includes(id)));
  expect(
    await find({
      policy: '{"memberId":["m-1"]}',
      scope: "MessageBody",
      conditions: [{ field: "member", operator: "any", values: ["m-2"] }],
    }),
  ).toEqual([]);
});

test("one event is found by its id, and an id that is none finds nothing", async () => {
  const [first] = sent;
  expect(await find({ policy: `{"eventId":["${first?.id}"]}`, scope: "MessageBody" })).toEqual([first?.id]);
  expect(await find({ policy: '{"eventId":["x"]}', scope: "MessageBody" })).toEqual([]);
});

test("an invalid policy is refused in SNS's words, with the way out and the field", async () => {
  await expect(find({ policy: '{"a":[{"wildcard":"x"}]}' })).rejects.toMatchObject({
    code: "bad-input",
    field: "policy",
    message: expect.stringMatching(/^Invalid parameter: .*Unrecognized match type wildcard - The operators of SNS are/),
  });
});

test("who searched by which keys is recorded before the answer, without the policy's values", async () => {
  const searcher = await makeActor(database.owner(), "analyst");
  await searchByPolicy(db, searcher, searchByPolicySchema.parse({ policy: '{"changed":["phone"],"target":["ALL"]}' }));
  const rows = await database.owner()<{ act: string; what: Record<string, unknown> }[]>`
    select act, what from staff.access_record where account_id = ${searcher.accountId}`;
  expect(rows).toMatchObject([{ act: "event.search-by-policy", what: { keys: ["changed", "target"] } }]);
  expect(JSON.stringify(rows)).not.toContain("phone");
});
