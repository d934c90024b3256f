import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { wireFirstLayer } from "../wiring.ts";
import { type ApplicationEvent, domainTransaction, type StoredMessage } from "./domain-transaction.ts";

const database = useDatabase();
let db: Db;
let published: StoredMessage[];

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  await database.owner().unsafe("create table deed (what text); grant select, insert on deed to memberscope_worker");
  db = connect({ url: database.url("worker"), name: "test", max: 4 });
});
afterAll(() => db.$client.end());
beforeEach(async () => {
  published = [];
  await database.owner()`truncate deed`;
});

const layer = wireFirstLayer(async (message) => {
  published.push(message);
});

function changed(memberId: string, given: Partial<ApplicationEvent> = {}): ApplicationEvent {
  return { memberId, action: "thing.changed", attributes: { note: { to: "x" } }, ...given };
}

async function deeds(): Promise<string[]> {
  const rows = await database.owner()<{ what: string }[]>`select what from deed order by what`;
  return rows.map(({ what }) => what);
}

async function eventsOf(memberId: string): Promise<string[]> {
  const rows = await database.owner()<{ id: string }[]>`
    select id from event.member_event where member_id = ${memberId} order by id`;
  return rows.map(({ id }) => id);
}

test("stores the events with the action and publishes them after commit, in order, as PostgreSQL wrote them", async () => {
  const seenWhenPublished: string[][] = [];
  const watching = wireFirstLayer(async (message) => {
    published.push(message);
    seenWhenPublished.push(await eventsOf("m-order"));
  });
  const ids = await domainTransaction(db, watching, async (tx, raise) => {
    await tx.execute(sql`insert into deed values ('done')`);
    return [await raise(changed("m-order")), await raise(changed("m-order"))];
  });
  expect(await deeds()).toEqual(["done"]);
  expect(await eventsOf("m-order")).toEqual(ids);
  expect(published.map(({ eventId }) => eventId)).toEqual(ids);
  expect(seenWhenPublished).toEqual([ids, ids]);
  const [stored] = await database.owner()<{ body: string }[]>`
    select event.internal_body(e.id, e.member_id, 'thing.changed', e.version, e.attributes, e.context, e.correlation_id, e.causation_id) as body from event.member_event e where id = ${ids[0] ?? ""}`;
  expect(published[0]?.body).toBe(stored?.body);
  expect(published[0]?.attributes.target).toEqual({ Type: "String", Value: "ALL" });
});

test("a refused event undoes the action, says field and way out, and publishes nothing", async () => {
  const acting = domainTransaction(db, layer, async (tx, raise) => {
    await tx.execute(sql`insert into deed values ('must not stay')`);
    await raise(changed("m-refused"));
    await raise(changed("m-refused", { action: "thing.unheard-of" }));
  });
  await expect(acting).rejects.toMatchObject({ code: "bad-input", field: "action" });
  expect(await deeds()).toEqual([]);
  expect(await eventsOf("m-refused")).toEqual([]);
  expect(published).toEqual([]);
});

test("an action that does not wait for its event is undone too when the event is refused", async () => {
  const acting = domainTransaction(db, layer, async (tx, raise) => {
    raise(changed("m-hasty", { action: "thing.unheard-of" })).catch(() => undefined);
    await tx.execute(sql`select 1`).catch(() => undefined);
  });
  await expect(acting).rejects.toThrow();
  expect(published).toEqual([]);
});

test("an action that throws leaves neither change nor event, and publishes nothing", async () => {
  const acting = domainTransaction(db, layer, async (tx, raise) => {
    await raise(changed("m-thrown"));
    await tx.execute(sql`insert into deed values ('must not stay')`);
    throw new Error("changed my mind");
  });
  await expect(acting).rejects.toThrow("changed my mind");
  expect([await deeds(), await eventsOf("m-thrown"), published]).toEqual([[], [], []]);
});

test("a failing publish does not fail the action, and the event waits for the detector", async () => {
  const failing = wireFirstLayer(() => Promise.reject(new Error("SNS is away")));
  const id = await domainTransaction(db, failing, (_, raise) => raise(changed("m-unsent")));
  const [waiting] = await database.owner()`
    select layer, next_at = stored_at + interval '5 minutes' as after_threshold from event.pending where event_id = ${id} and layer = 1`;
  expect(waiting).toEqual({ layer: 1, after_threshold: true });
});

test("a publish that hangs holds the action up by a moment only, and too many of them are left to the detector", async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = 0;
  const hanging = wireFirstLayer(() => {
    asked += 1;
    return gate;
  });
  // The gate is still closed when it returns.
  await domainTransaction(db, hanging, (_, raise) => raise(changed("m-hanging")));
  // From here on nobody waits: each 250 ms would be five seconds.
  const began = performance.now();
  for (let n = 0; n < 20; n += 1) await domainTransaction(db, hanging, (_, raise) => raise(changed("m-late")));
  expect(performance.now() - began).toBeLessThan(20 * 250);
  const many = Array.from({ length: 300 }, () =>
    domainTransaction(db, hanging, (_, raise) => raise(changed("m-hanging"))),
  );
  await Promise.all(many);
  expect(asked).toBeLessThan(300);
  expect(await eventsOf("m-hanging")).toHaveLength(301);
  release();
  await waitUntil("places free again", async () => {
    await domainTransaction(db, layer, (_, raise) => raise(changed("m-after")));
    return published.length > 0;
  });
});

test("while everything is stopped nothing is published here, and the event is due at once as a first message", async () => {
  const left: string[] = [];
  const leaving = wireFirstLayer(
    async (message) => void published.push(message),
    (messages) => void left.push(...messages.map(({ eventId }) => eventId)),
  );
  const stop = (scope: string | null) => database.owner()`
    update event.layer_control set stop_scope = ${scope}, stopped_at = case when ${scope}::text is not null then clock_timestamp() end where layer = 1`;
  await stop("jobs");
  await domainTransaction(db, leaving, (_, raise) => raise(changed("m-jobs-stopped")));
  expect(published).toHaveLength(1);
  await stop("everything");
  const id = await domainTransaction(db, leaving, (_, raise) => raise(changed("m-stopped")));
  expect(published).toHaveLength(1);
  const [waiting] = await database.owner()`
    select next_at = stored_at as "isDueAsFirst", attempts from event.pending where event_id = ${id} and layer = 1`;
  expect(waiting).toEqual({ isDueAsFirst: true, attempts: 0 });
  await stop(null);

  const late = await domainTransaction(db, leaving, async (_, raise) => {
    const eventId = await raise(changed("m-long"));
    await stop("everything");
    await new Promise((resolve) => setTimeout(resolve, 1100));
    return eventId;
  });
  await stop(null);
  expect([published.length, left]).toEqual([1, [late]]);
});

test("the same source pair again gives the first event and publishes nothing", async () => {
  const source = { name: "till", eventId: "receipt-7" };
  const first = await domainTransaction(db, layer, (_, raise) => raise(changed("m-source", { source })));
  published = [];
  const again = await domainTransaction(db, layer, (_, raise) => raise(changed("m-source", { source })));
  expect(again).toBe(first);
  expect(published).toEqual([]);
});

test.each<[string, Partial<ApplicationEvent>]>([
  ["memberId", { memberId: "m-\ud800" }],
  ["context.x", { context: { x: Number.NaN } }],
  ["attributes.note.to", { attributes: { note: { to: "\u0000" } } }],
  ["source.eventId", { source: { name: "shop", eventId: "\ud800" } }],
])("an event that PostgreSQL would change or refuse undoes the action, with %s named", async (field, given) => {
  const action = domainTransaction(db, layer, async (tx, raise) => {
    await tx.execute(sql`insert into deed values ('undone')`);
    await raise(changed("m-unstorable", given));
  });
  await expect(action).rejects.toMatchObject({ code: "bad-input", field });
  expect([await deeds(), published]).toEqual([[], []]);
});
