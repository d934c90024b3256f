import { describe, expect, test } from "vitest";
import demoCatalog from "../members/catalog.json" with { type: "json" };
import { readCatalog } from "./catalog-faults.ts";

type Properties = Record<string, unknown>;

/** A catalog that is in order, but for what is given. */
function catalogOf(properties: Properties, given: { required?: string[]; en?: string; version?: object } = {}) {
  const { required = [], en = "Something changed", version = {} } = given;
  const schema = { type: "object", properties, required };
  return {
    actions: [
      {
        name: "thing.changed",
        family: "profile",
        versions: [{ version: 1, external: true, schema, sentence: { ko: "바뀜", en }, ...version }],
      },
    ],
  };
}

function faultsOf(file: unknown): string[] {
  const read = readCatalog(file);
  return "faults" in read ? read.faults.map(({ path, rule }) => `${path}: ${rule}`) : [];
}

const properties = "actions[0].versions[0].schema.properties";

test("the demo's own catalog is in order", () => {
  expect(faultsOf(demoCatalog)).toEqual([]);
});

test("all kinds of attributes are taken", () => {
  const all = {
    text: { type: "string", enum: ["a", "b"], promote: true },
    amount: { type: "number", promote: true },
    count: { type: "integer", enum: [1, 2], promote: true },
    flag: { type: "boolean", promote: true },
    list: { type: "array" },
    map: { type: "object" },
    phone: { type: "string", personal: "phone" },
  };
  expect(faultsOf(catalogOf(all, { required: ["text"], en: "{text} was {text.from} on {context.deviceId}" }))).toEqual(
    [],
  );
});

describe("refuses, naming the place,", () => {
  test.each([
    [
      "an unknown keyword",
      { a: { type: "string", pattern: "x" } },
      `${properties}.a: does not know "pattern"; leave it out`,
    ],
    ["an unknown type", { a: { type: "text" } }, `${properties}.a.type: `],
    ["an unknown kind of personal value", { a: { type: "string", personal: "iris" } }, `${properties}.a.personal: `],
    [
      "a personal number",
      { a: { type: "number", personal: "phone" } },
      `${properties}.a: only a string may be personal`,
    ],
    [
      "a promoted personal value",
      { a: { type: "string", personal: "email", promote: true } },
      `${properties}.a: a personal`,
    ],
    ["a promoted object", { a: { type: "object", promote: true } }, `${properties}.a: a value of type object`],
    [
      "a promoted attribute of the publisher",
      { target: { type: "string", promote: true } },
      `${properties}.target: the pub`,
    ],
    ["an enum of another type", { a: { type: "integer", enum: ["1"] } }, `${properties}.a: the enum must hold`],
  ])("%s", (_, given, fault) => {
    const faults = faultsOf(catalogOf(given));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
  });

  test("the fifth promoted attribute, not the fourth", () => {
    const promoted = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`a${at}`, { type: "string", promote: true }]));
    expect(faultsOf(catalogOf(promoted(4)))).toEqual([]);
    expect(faultsOf(catalogOf(promoted(5)))).toEqual([`${properties}: promotes 5 attributes; at most four may be`]);
  });

  test("a required attribute that is not declared", () => {
    expect(faultsOf(catalogOf({}, { required: ["a"] }))[0]).toContain("schema.required: names a, which");
  });

  test("a sentence that names what is not declared, or has a lonely brace", () => {
    expect(faultsOf(catalogOf({}, { en: "{a} changed" }))[0]).toContain("sentence.en: names {a}, which is no declared");
    expect(faultsOf(catalogOf({ a: { type: "string" } }, { en: "{a changed" }))[0]).toContain("brace");
    expect(faultsOf(catalogOf({}, { en: "{context.} changed" }))).toHaveLength(1);
    expect(faultsOf(catalogOf({ a: { type: "string" } }, { en: "became {a.to}" }))).toEqual([
      expect.stringContaining("names {a.to}; write {a} for what it became or {a.from} for what it was"),
    ]);
  });

  test("a missing sentence", () => {
    const faults = faultsOf(catalogOf({}, { version: { sentence: { en: "Only English" } } }));
    expect(faults[0]).toContain("actions[0].versions[0].sentence.ko: ");
  });

  test("a name that is not subject.past-tense, an unknown family, an empty file", () => {
    const [action] = catalogOf({}).actions;
    expect(faultsOf({ actions: [{ ...action, name: "ThingChanged" }] })[0]).toContain(
      "actions[0].name: must be subject",
    );
    expect(faultsOf({ actions: [{ ...action, family: "things" }] })[0]).toContain("actions[0].family: ");
    expect(faultsOf({ actions: [] })[0]).toContain("actions: ");
    expect(faultsOf(null)[0]).toContain("the file: ");
  });

  test("the same action or version twice", () => {
    const [action] = catalogOf({}).actions;
    expect(faultsOf({ actions: [action, action] })).toEqual([
      "actions[1].name: thing.changed stands here twice; keep one",
    ]);
    const versions = [...(action?.versions ?? []), ...(action?.versions ?? [])];
    expect(faultsOf({ actions: [{ ...action, versions }] })[0]).toContain("versions[1].version: 1 stands here twice");
  });
});
