import type { Sql } from "postgres";

const sentence = { ko: "바뀜", en: "Changed" };
const declare = (properties: object) => ({ type: "object", properties, required: [] });

/** A catalog with every kind of attribute, and an action whose attributes have had three shapes. */
export const hostileCatalog = {
  actions: [
    {
      name: "thing.changed",
      family: "profile",
      versions: [
        {
          version: 1,
          external: true,
          sentence,
          schema: declare({
            note: { type: "string" },
            points: { type: "integer", promote: true },
            size: { type: "number" },
            flag: { type: "boolean" },
            tags: { type: "array" },
            nested: { type: "object" },
            phone: { type: "string", personal: "phone" },
          }),
        },
      ],
    },
    {
      name: "thing.seen",
      family: "device",
      versions: [{ version: 1, external: false, sentence, schema: declare({ place: { type: "string" } }) }],
    },
    {
      name: "thing.agreed",
      family: "consent",
      versions: [
        {
          version: 1,
          external: true,
          sentence,
          schema: declare({ agreed: { type: "boolean" }, gone: { type: "string" }, level: { type: "integer" } }),
        },
        {
          version: 2,
          external: true,
          sentence,
          schema: declare({
            consent: { type: "string" },
            channel: { type: "string" },
            note: { type: "string" },
            level: { type: "integer" },
          }),
          upcast: {
            attributes: {
              consent: { was: "agreed", values: { true: "given", false: "none" } },
              channel: { to: "all" },
              note: { was: "gone" },
            },
          },
        },
        {
          version: 3,
          external: true,
          sentence,
          schema: declare({
            consent: { type: "string" },
            channel: { type: "string" },
            note: { type: "string" },
            rank: { type: "string" },
            since: { type: "integer" },
          }),
          upcast: {
            attributes: {
              consent: { was: "consent", values: { given: "fraud-suspected" } },
              rank: { was: "level", values: { "1": "low", "2": "5" } },
              since: { to: 5 },
            },
          },
        },
      ],
    },
  ],
};

/** JSON texts, so that no digit is lost on the way. */
const notes = [
  '"a"',
  '"5"',
  '"5.0"',
  '"\\"5\\""',
  '"true"',
  '"null"',
  "null",
  '""',
  '"fraud-suspected"',
  '"fraud suspected"',
  '"%_\\\\"',
  '"\' or 1=1 --"',
  '"가나다"',
  '"\\u202eabc\\u0007"',
  '"a\\nb\\tc"',
  '"😀 zwj 👩‍👧"',
  '"x:not~2"',
  `"${"long ".repeat(300)}"`,
];
const numbers = ["0", "-0", "5", "5.0", "100", "1e2", "9007199254740992", "9007199254740993", "9223372036854775807"];
const sizes = [
  "0.1234567890123456789",
  "0.1234567890123456788",
  "-3.5",
  "1e300",
  "0.1",
  "123456789012345678901234567890.5",
];
const lists = ['["a", "b", 5]', "[]", '[["deep", [true]], {"a": "inlist"}]', '["5", null, "fraud suspected"]'];
const objects = [
  '{"a": {"b": "leaf"}, "list": [{"x": 1}, {"x": "5"}, [{"x": "far"}]]}',
  '{"odd.key": "dotted", "back\\\\slash": "b", "__proto__": "p", "": "nameless"}',
  '{"a": ["one", 2, {"c": false}]}',
];
const contexts = [
  '{"deviceId": "d-1", "ip": "203.0.113.7", "channel": "app", "userAgent": "a/1"}',
  '{"deviceId": "d-2", "ip": "2001:db8::7", "channel": "web", "deep": {"er": [1, {"est": "x"}]}}',
  '{"deviceId": "가-3", "ip": "203.0.113.250", "list": [{"x": "in context"}]}',
  '{"channel": 5, "userAgent": "fraud-suspected"}',
  '{"deviceId": "d-1", "ip": "::FFFF:203.0.113.7"}',
  '{"ip": "203.0.113.250:51234"}',
  '{"ip": "999.1.1.1"}',
  '{"ip": 5}',
  "{}",
];

const at = (list: readonly string[], n: number) => list[n % list.length] ?? "null";

/** The change of one attribute: now one side, now both. */
function change(name: string, list: readonly string[], n: number): string {
  const from = n % 3 === 0 ? "" : `"from": ${at(list, n + 1)}${n % 3 === 1 ? ", " : ""}`;
  const to = n % 3 === 2 ? "" : `"to": ${at(list, n)}`;
  return `"${name}": {${from}${to}}`;
}

function eventOf(n: number): { action: string; version: number; attributes: string } {
  const changed = (...parts: string[]) => ({ action: "thing.changed", version: 1, attributes: `{${parts.join(",")}}` });
  switch (n % 9) {
    case 0:
      return { action: "thing.seen", version: 1, attributes: n % 2 ? "{}" : `{"place": {"to": "p${n % 4}"}}` };
    case 1:
      return changed(change("points", numbers, n), change("note", notes, n));
    case 2:
      return changed(change("size", sizes, n));
    case 3:
      return changed(change("tags", lists, n), change("flag", ["true", "false", "null"], n));
    case 4:
      return changed(change("nested", objects, n));
    case 5:
      return changed(`"phone": {"to": "010-1234-${String(1000 + (n % 50))}"}`);
    case 6:
      return {
        action: "thing.agreed",
        version: 1,
        attributes: `{${change("agreed", ["true", "false", "null"], n)}, ${change("gone", notes, n)}, ${change("level", ["1", "2", "3"], n)}}`,
      };
    case 7:
      return {
        action: "thing.agreed",
        version: 2,
        attributes: `{${change("consent", ['"given"', '"none"', '"5"'], n)}, ${change("level", ["1", "2", "5"], n)}}`,
      };
    default:
      return {
        action: "thing.agreed",
        version: 3,
        attributes: `{${change("consent", notes, n)}, "since": {"to": ${at(["5", "6"], n)}}}`,
      };
  }
}

/** Stores events that are easy to search wrongly, in every state of publication, of every version of `hostileCatalog`. */
export async function storeHostileEvents(owner: Sql, count = 360): Promise<void> {
  let before: string | null = null;
  for (let n = 0; n < count; n += 1) {
    const { action, version, attributes } = eventOf(n);
    const source = n % 5 === 0 ? `system-${n % 3}` : null;
    const own =
      n % 7 === 0
        ? '{"own": {"Type": "String", "Value": "가 5"}, "list": {"Type": "String.Array", "Value": "[\\"a\\", 5, null]"}}'
        : "{}";
    const [stored]: { id: string }[] = await owner`
      select s.event_id as id from event.store_event(${n % 11 === 0 ? "unknown" : `m-${n % 8}`}, ${action}, ${attributes}::text::jsonb, ${at(contexts, n)}::text::jsonb,
        clock_timestamp() - make_interval(mins => ${(count - n) * 7}::int), ${version}::smallint, ${source}, ${source === null ? null : String(n)}, null, ${n % 6 === 0 ? before : null},
        ${own}::text::jsonb, interval '0', ${n % 10 === 9 ? 1 : 0}::smallint) s`;
    before = stored?.id ?? null;
  }
  await owner`delete from event.pending p where abs(hashtext(p.event_id::text || p.layer)) % 3 = 0`;
  await owner`
    with gone as (delete from event.pending p where abs(hashtext(p.event_id::text || p.layer)) % 3 = 1 returning p.event_id, p.member_id, p.layer, p.stored_at),
    tried as (insert into event.attempt (event_id, member_id, layer, at, cause, target)
              select event_id, member_id, layer, clock_timestamp() - interval '1 second', case abs(hashtext(event_id::text)) % 2 when 0 then 'detector' else 'relay' end, 'ALL' from gone)
    insert into event.publication (event_id, member_id, layer, published_at) select event_id, member_id, layer, clock_timestamp() from gone`;
  await owner`update event.pending p set parked_at = clock_timestamp() where abs(hashtext(p.event_id::text)) % 2 = 0`;
}
