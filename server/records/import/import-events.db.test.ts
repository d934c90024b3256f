import { beforeAll, describe, expect, test } from "vitest";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";

const database = useDatabase();
beforeAll(() => insertTestCatalog(database.owner()));

describe("what event.import_events stores by sets is what event.store_event stores one by one:", () => {
  const given = {
    memberId: "m",
    action: "thing.changed",
    attributes: {
      phone: { from: "010-1234-5678", to: "+82 10 9999 0000" },
      email: { to: "Someone@Example.COM" },
      fullName: { from: null, to: "김철수" },
      home: { to: "서울시  강남구 테헤란로 1" },
      plan: { from: "free", to: "paid" },
      note: {},
      tags: { to: [1, { a: null }] },
    },
    context: { deviceId: "d-1", ip: "192.0.2.1", more: { x: 1 } },
    occurredAt: "2024-05-05T01:02:03.456789Z",
  };

  test.each([
    ["all kinds of attributes", {}],
    ["no attributes", { attributes: {}, context: {} }],
    ["an unknown action", { action: "thing.unknown" }],
    ["an undeclared attribute", { attributes: { x: { to: 1 } } }],
    ["a change that is no object", { attributes: { note: "x" } }],
    ["a side that is none", { attributes: { note: { too: "x" } } }],
    ["a value of another type", { attributes: { note: { to: 5 } } }],
    ["a fraction for an integer", { attributes: { points: { to: 1.5 } } }],
    ["a promoted number", { attributes: { points: { to: 7 } } }],
    ["a promoted number too large for SNS", { attributes: { points: { to: 1e10 } } }],
    ["a value outside its enum", { attributes: { plan: { to: "gold" } } }],
    ["a phone number that is none", { attributes: { phone: { to: "call me" } } }],
    ["an empty text", { attributes: { note: { to: "" } } }],
    ["a missing required attribute", { action: "thing.seen", attributes: {} }],
    ["an empty device", { context: { deviceId: "" } }],
    ["an address that is no text", { context: { ip: 5 } }],
    ["a message too large", { attributes: { note: { to: "x".repeat(270_000) } } }],
    ["a time without a partition", { occurredAt: "1999-05-05T01:02:03Z" }],
    ["no member", { memberId: "" }],
    ["a version that is not there", { version: 9 }],
  ])("%s", async (name, change) => {
    const owner = database.owner();
    await owner`call event.add_quarters('2024-05-05', '2024-05-05')`;
    const row = { n: 0, ...given, ...change };
    const text = (value: unknown) => JSON.stringify(value);
    const single = await owner`
      select event_id, is_new from event.store_event(${row.memberId}, ${row.action}, ${text(row.attributes)}::text::jsonb, ${text(row.context)}::text::jsonb,
        ${row.occurredAt}::text::timestamptz, ${"version" in row ? Number(row.version) : null}, 'single', ${name}, null, null, '{}', null, 1::smallint)`.catch(
      (error: Error) => error.message,
    );
    const [batch] =
      await owner`select * from event.import_events('batch', ${text([{ ...row, sourceEventId: name }])}::text::jsonb)`;
    if (typeof single === "string") {
      expect(batch).toMatchObject({ event_id: null, rule: single });
      return;
    }
    expect(batch).toMatchObject({ is_new: true, field: null });
    const stored = (source: string) => owner`
      select e.member_id, e.action_id, e.version, e.origin, e.device_id, e.ip, e.attributes, e.context, e.message_attributes, e.causation_id,
             e.correlation_id = e.id as begins, uuid_extract_timestamp(e.id) as at, substr(e.id::text, 16, 3) as micros, s.content_hash,
             (select jsonb_agg(jsonb_build_array(p.name, p.side, p.member_id, p.kind, p.value, p.hash) order by p.name, p.side) from event.personal_value p where p.event_id = e.id) as personal,
             (select count(*) from event.pending p where p.event_id = e.id) as pending
        from event.source_event s join event.member_event e on e.id = s.event_id where s.source = ${source} and s.source_event_id = ${name}`;
    const [one, other] = [await stored("single"), await stored("batch")];
    expect(other[0]).toBeDefined();
    expect(other[0]).toEqual(one[0]);
  });
});
