import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pushCatalog } from "../../catalog/push-catalog.ts";
import { connect, type Db } from "../../db.ts";
import { parseExactly } from "../../exact-number.ts";
import { expectCountsAgree } from "../../testing/counts-agree.ts";
import { useDatabase } from "../../testing/database.ts";
import { hostileCatalog, storeHostileEvents } from "../../testing/hostile-events.ts";
import { conditionsFromParams } from "../../vocabulary/address/read-conditions.ts";
import { matchesConditions } from "../../vocabulary/condition/condition-meaning.ts";
import { type SearchableEvent, valuesInEvent } from "../../vocabulary/condition/values-in-event.ts";
import { conditionsToParams } from "../../vocabulary/condition-params.ts";
import { type Condition, type Field, fieldNames, ruleOf } from "../../vocabulary/conditions.ts";
import { isDecimal } from "../../vocabulary/decimal.ts";
import { readCondition } from "../../vocabulary/read-condition.ts";
import { leavesOf } from "../../vocabulary/value-path.ts";
import { resolveConditions } from "../conditions/selection.ts";
import { wordsLike } from "../conditions/value-words.ts";
import { selectEvents } from "../select-events.ts";
import { findEvents } from "./find-events.ts";

/** PROPERTY_RUNS=5000 tries as many as the order asks for. */
const RUNS = Number(process.env.PROPERTY_RUNS) || 1000;
/** Conditions asked at once: as many as the pool has connections. */
const TOGETHER = 4;

const database = useDatabase();
let db: Db;
let all: SearchableEvent[];

beforeAll(async () => {
  const owner = connect({ url: database.url(), name: "test", max: 2 });
  await pushCatalog(owner, hostileCatalog);
  await owner.$client.end();
  await storeHostileEvents(database.owner());
  db = connect({ url: database.url("web"), name: "test", max: TOGETHER, plans: "custom" });
  all = await searchableEvents();
}, 120_000);
afterAll(() => db.$client.end());

/** Every event as readers see it, with what they search beside, in plain SQL. */
async function searchableEvents(): Promise<SearchableEvent[]> {
  const events = await selectEvents(db, sql`select e.id from event.member_event e`);
  const rows = await database.owner()<{ id: string; source: string | null; sns: string; repaired: number[] }[]>`
    select e.id, (select s.source from event.source_event s where s.event_id = e.id) as source, event.sns_values(event.message_attributes_of('internal', a.name, e.attributes, v.promoted, e.message_attributes))::text as sns,
           array(select distinct t.layer from event.attempt t join event.publication p on p.event_id = t.event_id and p.layer = t.layer
                  where t.event_id = e.id and t.cause = 'detector' and t.at <= p.published_at) as repaired
      from event.member_event e join event.action a on a.id = e.action_id join event.action_version v on v.action_id = a.id and v.version = e.version`;
  const beside = new Map(rows.map((row) => [row.id, row]));
  return events.map((event) => {
    const row = beside.get(event.id);
    const repaired = { internal: row?.repaired.includes(1) ?? false, external: row?.repaired.includes(2) ?? false };
    return { ...event, source: row?.source ?? null, snsAttributes: parseExactly(row?.sns ?? "{}"), repaired };
  });
}

async function findAll(conditions: readonly Condition[], pageSize: number): Promise<string[]> {
  const selection = await resolveConditions(db, conditions);
  const ids: string[] = [];
  for (let cursor: string | undefined; ; cursor = ids.at(-1)) {
    const found = await findEvents(db, selection, { cursor, limit: pageSize });
    expect(found.partial).toBe(false);
    const rows = await db.execute<{ id: string }>(sql`select k.id from (${found.ids}) k order by k.id desc`);
    ids.push(...rows.map(({ id }) => id));
    if (rows.length < pageSize) return ids;
  }
}

const matching = (conditions: readonly Condition[]) =>
  all.filter((event) => matchesConditions(event, conditions, wordsLike)).map(({ id }) => id);

/** Attributes that stand masked: what is searched there is not what an event shows. */
const masked = new Set(["phone"]);

const names: Partial<Record<Field, string[]>> = {
  attribute: [
    "note",
    "consent",
    "channel",
    "points",
    "size",
    "nested",
    "nested.a",
    "nested.list.x",
    "tags",
    "agreed",
    "rank",
    "since",
    "flag",
    "nested.odd\\.key",
  ],
  context: ["channel", "userAgent", "deep.er", "deep", "list.x", "nothing"],
  sns: ["action", "layer", "changed", "points", "note", "own", "list", "nothing"],
};

/** Every value that an event shows in a field, as it is written. */
function shown(field: Field, name: string | undefined): string[] {
  const leaves = leavesOf(all.flatMap((event) => valuesInEvent[field](event, name ?? "")));
  return [...new Set(leaves.map(String))];
}

function nameOf(field: Field): fc.Arbitrary<string | undefined> {
  if (field === "publication") return fc.constantFrom("internal", "external", undefined);
  const known = names[field === "was" || field === "became" ? "attribute" : field];
  return known === undefined ? fc.constant(undefined) : fc.constantFrom(...known);
}

const times = () => {
  const seen = [...shown("occurred", undefined), ...shown("stored", undefined)];
  return fc
    .constantFrom(...seen)
    .chain((iso) =>
      fc.constantFrom(
        iso,
        iso.replace(/\.\d+Z$/, "Z"),
        `${iso.slice(0, 16)}Z`,
        `${iso.slice(0, 10)}Z`,
        `${iso.slice(0, 10)}+09:00`,
      ),
    );
};

function valuesOf(field: Field, name: string | undefined, operator: Condition["operator"]): fc.Arbitrary<string> {
  const { kind, words } = ruleOf(field);
  const seen = shown(field, name);
  if (operator === "exists") return fc.constantFrom("true", "false");
  if (operator === "in")
    return fc.constantFrom("203.0.113.0/24", "203.0.113.4/30", "2001:db8::/32", "10.0.0.0/8", "203.0.113.7");
  if (operator === "between" && kind === "time") {
    return fc.oneof(
      fc.tuple(times(), times()).map(([a, b]) => `${a}..${b}`),
      times().map((a) => `${a}..`),
      times().map((b) => `..${b}`),
    );
  }
  if (operator === "between") {
    const numbers = [
      "0",
      "5",
      "1e2",
      "-3.5",
      "9007199254740992",
      "9007199254740993",
      "0.1234567890123456789",
      ...seen.filter(isDecimal),
    ];
    const number = fc.constantFrom(...numbers);
    return fc.oneof(
      fc.tuple(number, number).map(([a, b]) => `${a}..${b}`),
      number.map((a) => `${a}..`),
      number.map((b) => `..${b}`),
    );
  }
  if (words !== undefined) return fc.constantFrom(...words);
  if (operator === "starts") {
    // A number that JavaScript cannot hold is read as text, and begins like one.
    const texts = seen
      .filter((text) => text !== "" && !/^[-0-9]/.test(text))
      .map((text) => [...text].slice(0, 3).join(""));
    return fc.constantFrom("zz", "t", ...texts);
  }
  const junk =
    kind === "uuid"
      ? ["0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b"]
      : kind === "ip"
        ? ["192.0.2.1"]
        : ["nobody", '"5"', "5", "5.0", "true", "fraud suspected", "부정 이용 의심"];
  const given = fc.constantFrom(...junk, ...seen.filter((text) => text !== ""));
  return kind === "ip" ? given.map((ip) => (ip.includes(":") ? `[${ip.toUpperCase()}]:443` : `::ffff:${ip}`)) : given;
}

const anyCondition = () =>
  fc
    .constantFrom(...fieldNames)
    .chain((field) => fc.tuple(fc.constant(field), fc.constantFrom(...ruleOf(field).operators), nameOf(field)))
    .chain(([field, operator, name]) =>
      fc.uniqueArray(valuesOf(field, name, operator), { minLength: 1, maxLength: 3 }).map((values) => {
        return readCondition({ key: "", field, name, operator, values });
      }),
    )
    .filter((condition): condition is Condition => !Array.isArray(condition));

test(`${RUNS} random searches find exactly what they mean, newest first, page by page`, {
  timeout: Math.max(600_000, RUNS * 300),
}, async () => {
  const used = new Set<string>();
  let found = 0;
  const lists = fc.array(anyCondition(), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(lists, fc.constantFrom(25, 1000, 1000)), { minLength: TOGETHER, maxLength: TOGETHER }),
      async (searches) => {
        const answers = await Promise.all(searches.map(([conditions, pageSize]) => findAll(conditions, pageSize)));
        for (const [n, [conditions]] of searches.entries()) {
          const expected = matching(conditions);
          expect({ conditions, ids: answers[n] }).toEqual({ conditions, ids: expected });
          if (expected.length > 0) found += 1;
          // Counting takes five statements: one in four searches is counted, too.
          if (n === 0)
            await expectCountsAgree(
              db,
              conditions,
              all.filter(({ id }) => expected.includes(id)),
            );
          for (const { field, operator } of conditions) used.add(`${field} ${operator}`);
        }
      },
    ),
    { numRuns: RUNS / TOGETHER },
  );
  // Searches that never find anything would prove nothing, nor would an operator that none of them has tried.
  expect(found).toBeGreaterThan(RUNS / 10);
  const unused = fieldNames
    .flatMap((field) => ruleOf(field).operators.map((operator) => `${field} ${operator}`))
    .filter((key) => !used.has(key));
  expect(unused).toEqual([]);
});

test("every value that a row shows is found by a search for it, through an address", { timeout: 300_000 }, async () => {
  for (const field of fieldNames) {
    const rule = ruleOf(field);
    if (rule.kind === "time" || field === "publication") continue;
    const named = rule.name === undefined ? [undefined] : namesShown(field);
    for (const name of named) {
      for (const value of shown(field, name)) {
        if (value === "") continue;
        const params = conditionsToParams([
          { field, ...(name !== undefined && { name }), operator: "any", values: [value] },
        ]);
        const { conditions, faults } = conditionsFromParams(new URLSearchParams(params.toString()));
        expect(faults).toEqual([]);
        const shows = all.filter((event) =>
          leavesOf(valuesInEvent[field](event, name ?? ""))
            .map(String)
            .includes(value),
        );
        const ids = await findAll(conditions, 1000);
        expect({ field, name, value, missed: shows.filter(({ id }) => !ids.includes(id)).length }).toEqual({
          field,
          name,
          value,
          missed: 0,
        });
      }
    }
  }
});

function namesShown(field: Field): string[] {
  if (field === "sns") return [...new Set(all.flatMap((event) => Object.keys(event.snsAttributes)))];
  const keys = all.flatMap((event) => Object.keys(field === "context" ? event.context : event.attributes));
  return [...new Set(keys)].filter((key) => !masked.has(key)).map((key) => key.replace(/[.\\]/g, "\\$&"));
}
