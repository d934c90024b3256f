import { expect, test } from "vitest";
import type { CatalogAction } from "#server/vocabulary/member-event";
import { glanceTimeline } from "./glance-actions.ts";

const asOf = "2026-11-27T09:00:00.000Z";
const catalog = ["member.logged-in", "member.login-failed", "phone-number.changed"].map(
  (name): CatalogAction => ({
    name,
    family: name.startsWith("member.") ? "sign-in" : "profile",
    currentVersion: 1,
    external: true,
    attributes: {},
    required: [],
    sentence: { ko: "", en: "" },
  }),
);

test("failed sign-ins show the failures of the last 24 hours and nothing else", () => {
  expect(glanceTimeline("failures", { catalog, asOf })).toEqual([
    { field: "action", operator: "any", values: ["member.login-failed"] },
    { field: "occurred", operator: "between", values: ["2026-11-26T09:00:00.000Z.."] },
  ]);
});

test("new devices show everything of seven days, since a device may be new without any sign-in on it", () => {
  expect(glanceTimeline("devices", { catalog, asOf })).toEqual([
    { field: "occurred", operator: "between", values: ["2026-11-20T09:00:00.000Z.."] },
  ]);
});
