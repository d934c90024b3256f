import { expect, test } from "vitest";
import { importMapping, useImports } from "../../testing/record-import.ts";

const { importFile, eventsOf } = useImports();

/** Rows of one member by their numbers, each at a minute of one hour. */
function rows(...given: [no: number, minute: number][]): string {
  const time = (minute: number) => `2016-01-01T10:${String(minute).padStart(2, "0")}:00Z`;
  return given.map(([no, minute]) => JSON.stringify({ no, at: time(minute), user: "m", note: `${no}` })).join("\n");
}

/** The ids of rows in the order in which staff see their events, the first that happened first. */
async function told(source: string): Promise<string[]> {
  const events = await eventsOf(source);
  return events.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ line }) => line);
}

test("rows of one time keep the order of the file", async () => {
  const report = await importFile("oldest first", "a.jsonl", rows([1, 1], [2, 5], [3, 5], [4, 5], [5, 9]));
  expect(report).toMatchObject({ verdict: true, rows: { stored: 5 } });
  expect(await told("oldest first")).toEqual(["1", "2", "3", "4", "5"]);
});

test("of a file that is newest first, rows of one time are turned round, over the edge of a batch, too", async () => {
  const many = Array.from({ length: 1500 }, (_, n): [number, number] => [1501 - n, 5]);
  const file = rows([1502, 9], ...many, [1, 1]);
  const report = await importFile("newest first", "b.jsonl", file, { order: "newest-first" });
  expect(report).toMatchObject({ verdict: true, rows: { stored: 1502 } });
  expect(await told("newest first")).toEqual(Array.from({ length: 1502 }, (_, n) => String(n + 1)));
  const again = await importFile("newest first", "b.jsonl", file, { order: "newest-first" });
  expect(again).toMatchObject({ verdict: true, rows: { stored: 0, alreadyThere: 1502 } });
});

test("a file that is newest first and does not say so is refused before a row is stored, when rows share a time", async () => {
  const file = rows([4, 9], [3, 5], [2, 5], [1, 1]);
  await expect(importFile("unclear", "c.jsonl", file)).rejects.toThrow(
    'those of line 2 and line 3 are of one member and one time. Write "order": "newest-first" into the mapping',
  );
  expect(await eventsOf("unclear")).toEqual([]);
  expect(await importFile("unclear", "c.jsonl", file, { order: "oldest-first" })).toMatchObject({ verdict: true });
  expect(await told("unclear")).toEqual(["1", "3", "2", "4"]);
});

test("newest first without rows of one time needs no word", async () => {
  expect(await importFile("clear", "d.jsonl", rows([3, 9], [2, 5], [1, 1]))).toMatchObject({ verdict: true });
});

test("parity is false where rows were stored in another order before", async () => {
  const file = rows([4, 9], [3, 5], [2, 5], [1, 1]);
  await importFile("swapped", "e.jsonl", file, { order: "oldest-first" });
  const report = await importFile("swapped", "e.jsonl", file, { order: "newest-first" });
  expect(report.verdict).toBe(false);
  expect(report.reasons).toEqual([
    "1 rows of one member and one time stand in another order than their events, the first in line 2: they were stored in that order before, and events never change.",
  ]);
});

test("an attribute with the same value before and after is no change: left out, counted, and parity holds", async () => {
  const file = [
    '{"no":1,"at":"2016-01-01T00:00:00.1234Z","user":"m","old":"free","new":"free"}',
    '{"no":2,"at":"2016-01-01T00:00:01Z","user":"m","old":"free","new":"paid"}',
  ];
  const given = { attributes: { note: { from: "old", to: "new" } } };
  const report = await importFile("no change", "f.jsonl", file.join("\n"), given);
  expect(report).toMatchObject({ verdict: true, noChanges: { note: 1 }, finerTimes: 1 });
  expect((await eventsOf("no change")).map(({ attributes }) => attributes)).toEqual(
    expect.arrayContaining([{}, { note: { from: "free", to: "paid" } }]),
  );
});

test("the elements that one row holds keep their order in a file that is newest first", async () => {
  const row = (no: number, minute: number) => ({
    no,
    at: `2016-01-01T10:0${minute}:00Z`,
    user: "m",
    all: [{ n: "a" }, { n: "b" }],
  });
  const mapping = { order: "newest-first", each: "all", attributes: { note: "all.n" }, context: {} };
  const report = await importFile("elements", "g.json", JSON.stringify([row(2, 5), row(1, 5)]), mapping);
  expect(report).toMatchObject({ verdict: true, rows: { stored: 4 } });
  expect(await told("elements")).toEqual(["1", "1#2", "2", "2#2"]);
  expect(importMapping("elements", mapping).order).toBe("newest-first");
});
