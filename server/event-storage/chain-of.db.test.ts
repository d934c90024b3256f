import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pushCatalog } from "../catalog/push-catalog.ts";
import { connect, type Db } from "../db.ts";
import demoCatalog from "../members/catalog.json" with { type: "json" };
import { useDatabase } from "../testing/database.ts";
import { chainOf } from "./chain-of.ts";
import { resolveConditions } from "./conditions/selection.ts";
import { findEvents } from "./search/find-events.ts";
import { selectEvents } from "./select-events.ts";

const database = useDatabase();
let db: Db;

beforeAll(async () => {
  const owner = connect({ url: database.url(), name: "test world", max: 1 });
  await pushCatalog(owner, demoCatalog);
  await owner.$client.end();
  db = connect({ url: database.url("web"), name: "test", max: 4, plans: "custom" });
});
afterAll(() => db.$client.end());

/** A story of its own, whatever caused it. */
async function logIn(cause: string | null = null): Promise<string> {
  const [row] = await database.owner()<{ id: string }[]>`
    select event.record_member_event('m-1', 'member.logged-in', '{"status": {"to": "logged-in"}}', causation_id => ${cause}, correlation_id => uuidv7()) as id`;
  return row?.id ?? "";
}

async function chain(id: string) {
  const [event] = await selectEvents(db, sql`select ${id}::uuid id`);
  if (event === undefined) throw new Error("The event is not stored.");
  return chainOf(db, event);
}

test("effects are followed into other stories, step by step, as causes are", async () => {
  const first = await logIn();
  const second = await logIn(first);
  const [third, besides] = [await logIn(second), await logIn(second)];
  for (const id of [first, second, third]) {
    const { story, chain: told } = await chain(id);
    const related = id === third ? [first, second] : [first, second, third, besides].filter((other) => other !== id);
    expect(story.map((event) => event.id)).toEqual(related);
    expect(told).toMatchObject({ unknownCauses: [], leftOut: 0, isFloor: false });
  }
});

test("of more effects than are looked at the rest is said to be there", async () => {
  const cause = await logIn();
  await database.owner()`
    select event.record_member_event('m-2', 'member.logged-in', '{"status": {"to": "logged-in"}}', causation_id => ${cause}, correlation_id => uuidv7()) from generate_series(1, 501)`;
  const { story, chain: told } = await chain(cause);
  expect(story).toHaveLength(50);
  expect(told).toMatchObject({ leftOut: 451, isFloor: true });
});

test("what an event caused is found by an index, however much happened since", async () => {
  const cause = await logIn();
  const effects = [await logIn(cause), await logIn(cause)];
  const selection = await resolveConditions(db, [{ field: "causation", operator: "any", values: [cause] }]);
  const { ids, partial } = await findEvents(db, selection, { cursor: undefined, limit: 10 });
  const plan = await db.execute<{ "QUERY PLAN": string }>(sql`explain ${ids}`);
  expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).toMatch(/causation_id_id_idx/);
  const rows = await db.execute<{ id: string }>(sql`select k.id from (${ids}) k order by k.id`);
  expect([rows.map(({ id }) => id), partial]).toEqual([effects, false]);
});
