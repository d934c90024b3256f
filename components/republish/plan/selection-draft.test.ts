import { expect, test } from "vitest";
import type { Condition } from "#server/vocabulary/conditions";
import { type SelectionDraft, selectionOf, sources } from "./selection-draft.ts";

const condition: Condition = { field: "action", operator: "any", values: ["member.logged-in"] };
const empty: SelectionDraft = {
  source: "conditions",
  ids: " \n",
  members: "",
  policy: { text: " ", scope: "MessageAttributes" },
  subscriber: "",
  has: "",
  heldAnswer: "",
};

test("conditions alone are a selection, and nothing at all is none", () => {
  expect(selectionOf([condition], empty, null)).toEqual({ selection: { conditions: [condition] } });
  expect(selectionOf([], empty, null)).toEqual({ fault: "nothing" });
});

test.for(sources.filter((source) => source !== "conditions"))(
  "%s that were chosen and left empty are no selection, which would be wider",
  (source) => {
    expect(selectionOf([condition], { ...empty, source }, null)).toEqual({ fault: "nothing" });
    expect(selectionOf([], { ...empty, source }, "0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b")).toEqual({ fault: "nothing" });
  },
);
