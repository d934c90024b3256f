import { expect, test } from "vitest";
import { readMapping } from "#server/records/import/mapping/mapping";
import { emptyRule, guessDraft, missingIn, toMapping } from "./mapping-draft.ts";

const columns = [
  { path: "text", values: ["1"] },
  { path: "id", values: ["7"] },
  { path: "user_id", values: ["m-1"] },
  { path: "created_at", values: ["1449698148"] },
  { path: "client.ip", values: ["203.0.113.9"] },
  { path: "result", values: ["ok"] },
];

test("the columns' names give a first draft, which says what it lacks", () => {
  const draft = guessDraft("old-logins.csv.gz", columns, "Asia/Seoul");
  expect(draft).toMatchObject({
    source: "old-logins",
    id: "id",
    member: { column: "user_id" },
    time: { column: "created_at", format: "unix-seconds", zone: "Asia/Seoul" },
    context: [{ name: "ip", column: "client.ip" }],
  });
  expect(missingIn(draft)).toEqual(["action"]);
  expect(missingIn(guessDraft("x", [], "UTC"))).toEqual(["member", "time", "action"]);
});

test("a draft becomes a mapping that an import reads", () => {
  const attributes = {
    status: { from: { constant: "logged-out" }, to: { constant: "logged-in" } },
    reason: { from: null, to: { column: "result" } },
    nothing: { from: null, to: null },
  };
  const draft = {
    ...guessDraft("old.csv", columns, "Asia/Seoul"),
    newestFirst: true,
    rules: [
      { when: { column: "result", value: "ok" }, action: "member.logged-in", attributes },
      { ...emptyRule, when: { column: "result", value: "" } },
    ],
  };
  const mapping = toMapping(draft, { csv: { delimiter: ";" } });
  expect(mapping).toEqual({
    ...{ source: "old", sourceId: "id", member: "user_id", order: "newest-first", context: { ip: "client.ip" } },
    time: { path: "created_at", format: "unix-seconds", zone: "Asia/Seoul" },
    events: [
      {
        when: { result: "ok" },
        action: { constant: "member.logged-in" },
        attributes: {
          status: { from: { constant: "logged-out" }, to: { constant: "logged-in" } },
          reason: { to: "result" },
        },
      },
      { when: { result: null }, skip: "left out on the import page" },
    ],
    csv: { delimiter: ";" },
  });
  expect(readMapping(mapping).rules).toHaveLength(2);
});
