import { describe, expect, test } from "vitest";
import { rowMapper } from "./map-row.ts";
import { readMapping } from "./mapping.ts";
import { rowReader } from "./row-reader.ts";

const base = { source: "old", sourceId: "no", member: "user", time: "at", action: { constant: "thing.changed" } };

function faults(mapping: object): string {
  try {
    readMapping(mapping);
    return "";
  } catch (error) {
    return String(error);
  }
}

describe("a mapping with a fault is refused by its path:", () => {
  test.each([
    ["an unknown field", { ...base, tiem: "x" }, 'the mapping: does not know "tiem"'],
    [
      "an unknown field of a value",
      { ...base, member: { path: "a", defualt: "x" } },
      'member: does not know "defualt"',
    ],
    [
      "no source of a value",
      { ...base, member: { default: "x" } },
      "member: must have exactly one of constant, path, join",
    ],
    ["two sources of a value", { ...base, member: { path: "x", constant: 1 } }, "member: must have exactly one of"],
    ["a zone that is none", { ...base, time: { path: "at", zone: "Seoul" } }, "time.zone: must be a time zone"],
    ["a format that is none", { ...base, time: { path: "at", format: "yyyy-mm-dd" } }, "time.format: names no M"],
    ["neither action nor events", { ...base, action: undefined }, "must have either action"],
    [
      "attributes beside events",
      { ...base, action: undefined, attributes: { a: "x" }, events: [{ skip: "x" }] },
      "beside events",
    ],
    [
      "a fault in a rule",
      { ...base, action: undefined, events: [{ action: "a", attributes: { "1x": "y" } }] },
      "events[0].attributes.1x",
    ],
    ["a missing source id", { ...base, sourceId: undefined }, "sourceId: must be given."],
    ["a member that is a list", { ...base, member: ["a"] }, "member: must be an object, and is a list."],
    [
      "an attribute's name that is none",
      { ...base, attributes: { "a b": "x" } },
      "attributes.a b: must be a name of letters, digits, _ and -.",
    ],
    [
      "an empty list of values",
      { ...base, action: undefined, events: [{ when: { a: [] }, skip: "x" }] },
      "events[0].when.a: must not be empty.",
    ],
    [
      "a misspelt field of a default",
      { ...base, member: { path: "a", default: { path: "b", defualt: "c" } } },
      'member.default: does not know "defualt"',
    ],
    [
      "a default that is neither a constant nor another place",
      { ...base, member: { path: "a", default: ["b"] } },
      'member.default: must be a constant, or an object like {"path": "account.id", "default": "unknown"}.',
    ],
    [
      "a time with two sources",
      { ...base, time: { path: "at", join: ["day", "clock"] } },
      "time: must have exactly one of path, join.",
    ],
    [
      "a map to objects",
      { ...base, member: { path: "a", map: { x: { path: "b" } } } },
      "member.map.x: must be a text, a number, true, false or null.",
    ],
    [
      "a kind of value that is none",
      { ...base, member: { path: "a", as: "int" } },
      'member.as: must be one of "text", "number", "integer"',
    ],
    [
      "a delimiter that is none",
      { ...base, csv: { delimiter: "::" } },
      String.raw`csv.delimiter: must be one of ",", ";", "\t", "|".`,
    ],
    ["no object at all", [], "the mapping: must be an object, and is a list."],
  ])("%s", (_, mapping, sentence) => {
    expect(faults(mapping)).toContain(sentence);
  });

  test("every fault is told at once", () => {
    expect(faults({ ...base, source: "", member: {} })).toMatch(/2 faults[\s\S]*source: [\s\S]*member: /);
  });
});

function map(mapping: object, row: Parameters<ReturnType<typeof rowMapper>>[2]) {
  const given = { no: "1", user: "m-1", at: "2015-12-10T00:00:00Z", ...row };
  const read = readMapping({ ...base, ...mapping });
  return rowMapper(
    read,
    () => new Set(),
    rowReader(read),
    () => undefined,
  )(7, 0, given);
}

test("values come from nested paths, lists, constants, maps, joins and defaults, and what is missing is left out", () => {
  const mapping = {
    sourceId: { join: ["shop", "no"], with: "/" },
    attributes: {
      nick: { from: "old.nick", to: "new.nick" },
      plan: { path: "codes.0", map: { "7": "paid", "8": null }, otherwise: "free" },
      count: { path: "count", as: "integer" },
      active: { path: "active", as: "boolean" },
      until: { path: "until", time: { format: "dd.MM.yyyy", zone: "Asia/Seoul" } },
      gone: "not.there",
    },
    context: { channel: { constant: "shop" }, ip: { path: ["a.b"], default: "0.0.0.0" }, empty: "empty" },
  };
  const row = {
    shop: 3,
    old: { nick: "a" },
    new: { nick: "b" },
    codes: [7],
    count: "12",
    active: "Y",
    until: "01.02.2016",
    empty: "",
  };
  expect(map(mapping, row)).toMatchObject({
    line: 7,
    sourceEventId: "3/1",
    memberId: "m-1",
    attributes: {
      nick: { from: "a", to: "b" },
      plan: { to: "paid" },
      count: { to: 12 },
      active: { to: true },
      until: { to: "2016-01-31T15:00:00.000000Z" },
    },
    context: { channel: "shop", ip: "0.0.0.0" },
  });
  expect(map(mapping, { ...row, codes: [8], "a.b": "1.1.1.1" })).toMatchObject({ context: { ip: "1.1.1.1" } });
  expect(map(mapping, { ...row, codes: [9] })).toMatchObject({ attributes: { plan: { to: "free" } } });
});

test("the first rule that holds decides, by values, by what is missing, and by skipping", () => {
  const mapping = {
    action: undefined,
    events: [
      { when: { kind: [1, "2"] }, action: { constant: "thing.changed" } },
      { when: { kind: null }, skip: "has no kind" },
      { when: { "sub.kind": true }, action: "sub.name" },
    ],
  };
  expect(map(mapping, { kind: "1" })).toMatchObject({ action: "thing.changed" });
  expect(map(mapping, { kind: 2 })).toMatchObject({ action: "thing.changed" });
  expect(map(mapping, {})).toEqual({ skip: "has no kind" });
  expect(map(mapping, { kind: 3, sub: { kind: true, name: "thing.seen" } })).toMatchObject({ action: "thing.seen" });
  expect(() => map(mapping, { kind: 3 })).toThrow("no rule of events holds");
});

describe("a row is refused, with rule and way out, for", () => {
  test.each([
    ["a missing member", {}, { user: null }, "there is no value at user; give one, or a default"],
    [
      "an action's name where a path belongs",
      { action: "thing.changed" },
      {},
      'there is no value at thing.changed; give one, or a default in the mapping, or {"constant": "thing.changed"} when',
    ],
    ["a missing time", {}, { at: "" }, "there is no time at at"],
    ["a time before 1970", {}, { at: "1969-12-31T23:59:59Z" }, "lies before 1970"],
    ["an object where a text belongs", {}, { user: { id: 1 } }, "an object or a list"],
    ["a value its map has not", { member: { path: "user", map: { x: "y" } } }, {}, "the map has no entry"],
    ["a number that is none", { attributes: { a: { path: "user", as: "number" } } }, {}, "is no number"],
    [
      "a number of too many digits",
      { attributes: { a: { path: "user", as: "number" } } },
      { user: "9007199254740993" },
      "has more digits than a number holds",
    ],
    ["an endless number", { attributes: { a: { path: "user", as: "number" } } }, { user: "1e400" }, "has more digits"],
    ["seconds before 1970", { time: { path: "at", format: "unix-seconds" } }, { at: -1.5 }, "lies before 1970"],
    ["U+0000", { attributes: { a: "a" } }, { a: "x\u0000y" }, "U+0000"],
    ["half a character", { attributes: { a: "a" } }, { a: "x\ud800y" }, "half a surrogate pair"],
  ])("%s", (_, mapping, row, sentence) => {
    expect(() => map(mapping, row)).toThrow(sentence);
  });

  test("a text that only spells an escape is stored", () => {
    expect(map({ attributes: { a: "a" } }, { a: "C:\\u0000" })).toMatchObject({
      attributes: { a: { to: "C:\\u0000" } },
    });
  });
});

test("a whole row or its line can stand for the missing id", () => {
  const idOf = (sourceId: object, row: object) => {
    const mapped = map({ sourceId }, { ...row });
    return "skip" in mapped ? "" : mapped.sourceEventId;
  };
  expect(idOf({ line: true }, {})).toBe("line 7");
  expect(idOf({ row: true }, { a: 1 })).toBe(idOf({ row: true }, { a: 1 }));
  expect(idOf({ row: true }, { a: 1 })).not.toBe(idOf({ row: true }, { a: 2 }));
});
