import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { useDatabase } from "../testing/database.ts";
import { checkCatalog } from "./check-catalog.ts";
import { listActions } from "./list-actions.ts";
import { pushCatalog } from "./push-catalog.ts";

const database = useDatabase();
let db: Db;
beforeAll(() => {
  db = connect({ url: database.url(), name: "test", max: 4 });
});
afterAll(() => db.$client.end());

const first = {
  version: 1,
  external: false,
  schema: { type: "object", properties: { size: { type: "integer" } }, required: ["size"] },
  sentence: { ko: "크기가 {size}로 바뀌었습니다", en: "The size became {size}" },
};
const second = { ...first, version: 2, external: true };

function catalogOf(name: string, ...versions: (typeof first)[]) {
  return { actions: [{ name, family: "profile", versions }] };
}

async function store(action: string, version: number | null = null): Promise<void> {
  await database.owner()`
    select event.record_member_event('m', ${action}, '{"size": {"to": 1}}', version => ${version}::smallint)`;
}

test("a pushed action can be stored and is listed with its current version", async () => {
  expect(await pushCatalog(db, catalogOf("box.resized", first))).toEqual({ added: 1, changed: 0 });
  await store("box.resized");
  expect(await pushCatalog(db, catalogOf("box.resized", first, second))).toEqual({ added: 1, changed: 0 });
  const listed = (await listActions(db)).find(({ name }) => name === "box.resized");
  expect(listed).toEqual({
    name: "box.resized",
    family: "profile",
    currentVersion: 2,
    external: true,
    attributes: { size: { type: "integer" } },
    required: ["size"],
    sentence: first.sentence,
  });
});

test("the same catalog again changes nothing", async () => {
  await pushCatalog(db, catalogOf("box.painted", first));
  expect(await pushCatalog(db, catalogOf("box.painted", first))).toEqual({ added: 0, changed: 0 });
});

test("a version may change until an event uses it", async () => {
  await pushCatalog(db, catalogOf("box.opened", first, second));
  await store("box.opened", 1);
  const changedUnused = catalogOf("box.opened", first, { ...second, external: false });
  expect(await pushCatalog(db, changedUnused)).toEqual({ added: 0, changed: 1 });
  const changedUsed = pushCatalog(db, catalogOf("box.opened", { ...first, external: true }));
  await expect(changedUsed).rejects.toMatchObject({
    code: "conflict",
    field: "actions[0].versions[0]",
    message: expect.stringContaining("version 1 of box.opened"),
  });
});

test("an event that is being stored counts as using its version", async () => {
  await pushCatalog(db, catalogOf("box.closed", first));
  let commit = () => {};
  const gate = new Promise<void>((resolve) => {
    commit = resolve;
  });
  const storing = database.owner().begin(async (tx) => {
    await tx`select event.record_member_event('m', 'box.closed', '{"size": {"to": 1}}')`;
    setTimeout(commit, 0);
    await gate;
  });
  await gate;
  const pushing = pushCatalog(db, catalogOf("box.closed", { ...first, external: true }));
  await Promise.all([storing, expect(pushing).rejects.toMatchObject({ code: "conflict" })]);
});

test("a catalog with one fault pushes nothing of it", async () => {
  const { actions } = catalogOf("box.moved", first);
  const faulty = { actions: [...actions, ...catalogOf("box.lost", { ...first, version: 0 }).actions] };
  await expect(pushCatalog(db, faulty)).rejects.toMatchObject({
    code: "bad-input",
    field: "actions[1].versions[0].version",
  });
  expect((await listActions(db)).map(({ name }) => name)).not.toContain("box.moved");
});

test("every fault is told at once", async () => {
  const faulty = catalogOf("box.sent", { ...first, version: 0 }, { ...first, version: -1 });
  await expect(pushCatalog(db, faulty)).rejects.toThrow(/2 faults[\s\S]*versions\[0\][\s\S]*versions\[1\]/);
});

test("a check says what a push would do, version by version, as a role that may change nothing", async () => {
  const web = connect({ url: database.url("web"), name: "test", max: 1 });
  const told = async (file: object) => {
    const { isTaken, versions } = await checkCatalog(web, file);
    return [isTaken, ...versions.map(({ version, outcome, becomesCurrent }) => [version, outcome, becomesCurrent])];
  };
  expect(await told(catalogOf("box.checked", first))).toEqual([true, [1, "added", true]]);
  await pushCatalog(db, catalogOf("box.checked", first, second));
  expect(await told(catalogOf("box.checked", first, second))).toEqual([true, [1, "same", false], [2, "same", false]]);
  await store("box.checked", 1);
  const changed = catalogOf("box.checked", { ...first, external: true }, { ...second, external: false });
  expect(await told(changed)).toEqual([false, [1, "refused", false], [2, "changed", false]]);
  const { versions } = await checkCatalog(web, changed);
  expect(versions[0]?.why).toContain("declare the change as a new version");
  await expect(checkCatalog(web, catalogOf("box.checked", { ...first, version: 0 }))).rejects.toMatchObject({
    code: "bad-input",
    field: "actions[0].versions[0].version",
  });
  await web.$client.end();
});
