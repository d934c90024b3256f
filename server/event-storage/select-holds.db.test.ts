import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { storeEvent } from "../testing/stored-events.ts";
import { selectHolds } from "./select-holds.ts";

const database = useDatabase();
let db: Db;
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("web"), name: "test", max: 2 });
});
afterAll(() => db.$client.end());

test("a waiting event says why: which stop by whom, which topic does not answer, what lies with the recorder, who cannot handle it and when next", async () => {
  const owner = database.owner();
  const { eventId } = await storeEvent(owner);
  expect(await selectHolds(db, eventId)).toEqual([]);
  await owner`
    update event.layer_control set stopped_at = clock_timestamp(), stopped_by = 'alex', stop_reason = 'storm', stop_scope = 'everything' where layer = 1`;
  await owner`insert into event.outage (part, error) values ('topic:external', 'AuthorizationError')`;
  await owner`
    insert into event.failing_message (queue_name, message_id, event_id, error, tries, next_at)
    values ('q-device', 'm-1', ${eventId}, 'not JSON', 2, clock_timestamp() + interval '1 minute')`;
  expect(await selectHolds(db, eventId)).toMatchObject([
    { kind: "stopped", where: "internal", by: "alex", text: "storm", since: expect.stringMatching(/Z$/) },
    { kind: "failing", where: "q-device", tries: 2, text: "not JSON", nextAt: expect.stringMatching(/Z$/) },
    { kind: "away", where: "external", text: "AuthorizationError" },
  ]);
  await owner`insert into event.subscriber (id, layer, owner_domain, placement, description, queue_name, policy, replay_rule)
    values ('recorder', 1, 'member', 'internal', '{"ko": "기록", "en": "Records"}', 'q-recorder', '{}', 'again')`;
  await owner`update event.layer_control set stop_scope = 'jobs' where layer = 1`;
  await owner`delete from event.outage`;
  await owner`insert into event.outage (part, error) values ('queue:q-recorder', 'no answer')`;
  expect(await selectHolds(db, eventId)).toMatchObject([
    { kind: "unrecorded", where: "internal", text: "away", since: expect.stringMatching(/Z$/) },
    { kind: "failing" },
  ]);
  await owner`delete from event.outage`;
  await owner`insert into event.queue_measure (queue_name, waiting, in_flight, dead_letters) values ('q-recorder', 900, 0, 0)`;
  expect(await selectHolds(db, eventId)).toMatchObject([{ kind: "unrecorded", text: "behind" }, { kind: "failing" }]);
  await owner`insert into event.handled_minute (queue_name, minute, handled, failed) values ('q-recorder', date_trunc('minute', clock_timestamp()), 1000, 0)`;
  expect(await selectHolds(db, eventId)).toMatchObject([{ kind: "failing" }]);
  await owner`delete from event.pending where event_id = ${eventId} and layer = 2`;
  await owner`delete from event.failing_message`;
  expect(await selectHolds(db, eventId)).toEqual([]);
});
