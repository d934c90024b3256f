import type { Condition } from "#server/vocabulary/conditions";
import type { Selection } from "#server/vocabulary/republish-selection";
import { notEventIds, readIds } from "./read-ids.ts";

/** What else than conditions says which events. */
export const sources = ["conditions", "eventIds", "members", "policy", "subscriber"] as const;
export type Source = (typeof sources)[number];

/** What stands in the fields of a selection. */
export type SelectionDraft = {
  source: Source;
  ids: string;
  members: string;
  policy: { text: string; scope: "MessageAttributes" | "MessageBody" };
  subscriber: string;
  /** Ids that the subscriber says it has. */
  has: string;
  /** The ask whose answer says what it has; empty: none. */
  heldAnswer: string;
};

/** What the fields hold before anybody has written in them. */
export function draftOf(policy: SelectionDraft["policy"] | null): SelectionDraft {
  return {
    source: policy === null ? "conditions" : "policy",
    ids: "",
    members: "",
    policy: policy ?? { text: "", scope: "MessageAttributes" },
    subscriber: "",
    has: "",
    heldAnswer: "",
  };
}

/** Why a draft is no selection yet. */
export type DraftFault = "nothing" | "notIds" | "conditions";

/** The selection that the fields say, or what is missing. */
export function selectionOf(
  conditions: Condition[],
  draft: SelectionDraft,
  ofJob: string | null,
): { selection: Selection } | { fault: DraftFault } {
  const selection: Selection = {
    ...(conditions.length > 0 && { conditions }),
    ...(ofJob !== null && { ofJob: { jobId: ofJob } }),
  };
  const ids = readIds(draft.ids);
  const members = readIds(draft.members);
  const has = readIds(draft.has);
  if (draft.source === "eventIds" && ids.length > 0) selection.eventIds = ids;
  if (draft.source === "members" && members.length > 0) selection.members = members;
  if (draft.source === "policy" && draft.policy.text.trim() !== "") selection.policy = draft.policy;
  if (draft.source === "subscriber" && draft.subscriber !== "") {
    selection.subscriber = draft.subscriber;
    if (has.length > 0) selection.without = has;
    if (draft.heldAnswer !== "") selection.heldAnswer = draft.heldAnswer;
  }
  if (notEventIds([...(selection.eventIds ?? []), ...(selection.without ?? [])]).length > 0) return { fault: "notIds" };
  // A part that was chosen and left empty would leave the others, which find more.
  const isEmptyPart = draft.source !== "conditions" && selection[draft.source] === undefined;
  return isEmptyPart || Object.keys(selection).length === 0 ? { fault: "nothing" } : { selection };
}
