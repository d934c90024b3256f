import { afterAll, beforeAll, expect, test } from "vitest";
import type { Waiting } from "../../bounded.ts";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { waitUntil } from "../../testing/wait-until.ts";
import { countEvents, countEventsSchema } from "./count-events.ts";
import { eventFacets } from "./event-facets.ts";
import { foundMembers } from "./found-members.ts";

const database = useDatabase();
let db: Db;
let other: Db;
let analyst: Actor;
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  await database.owner()`select event.record_member_event('m-1', 'thing.changed', '{}')`;
  db = connect({ url: database.url("web"), name: "searching", max: 1, plans: "custom" });
  other = connect({ url: database.url("web"), name: "test", max: 1 });
  analyst = await makeActor(database.owner(), "analyst");
});
afterAll(() => Promise.all([db.$client.end(), other.$client.end()]));

const question = countEventsSchema.parse({ conditions: [{ field: "ip", operator: "in", values: ["203.0.113.0/24"] }] });
const looks: Record<string, (waiting: Waiting) => Promise<object>> = {
  "counting events": (waiting) => countEvents(db, analyst, question, waiting),
  "breaking events down": (waiting) => eventFacets(db, analyst, { conditions: question.conditions }, waiting),
  "listing members": (waiting) => foundMembers(db, analyst, { conditions: question.conditions }, waiting),
};

test.each(Object.entries(looks))(
  "%s ends in the database once nobody waits, and nothing was shown",
  async (_, look) => {
    const busy = () => database.owner()`
    select from pg_stat_activity where application_name = 'memberscope searching' and state = 'active' and wait_event_type = 'Lock'`;
    const records = () => database.owner()`select from staff.access_record where account_id = ${analyst.accountId}`;
    const before = (await records()).length;
    const leaving = new AbortController();
    const looked = await database.owner().begin(async (tx) => {
      await tx`lock table event.member_event in access exclusive mode`;
      const answer = look({ signal: leaving.signal, other }).catch((error: unknown) => error);
      await waitUntil("it reads", async () => (await busy()).length > 0);
      leaving.abort();
      // The lock is still held: what ends is the statement.
      return { thrown: await answer };
    });
    expect(looked.thrown).toMatchObject({ code: "conflict" });
    expect(await records()).toHaveLength(before);
    expect(await look({ signal: new AbortController().signal, other })).toBeTypeOf("object");
  },
);
