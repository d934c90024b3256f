import { readOnce, readPeriodParams, unknownParams } from "#server/vocabulary/address/page-params";
import type { ConditionFault } from "#server/vocabulary/condition-faults";
import { ruleOf } from "#server/vocabulary/conditions";
import { LONGEST_OWN, type RecordFilters, type RecordOrder, type RecordView } from "#server/vocabulary/record-view";

/** What a page of records shows, as it stands in the URL. */
export type RecordParams = { memberId?: string | undefined; filters: RecordFilters; order: RecordOrder };

/** What a page of records is asked; with a fault there are no rows, never more of them. */
export type ReadRecordParams = { asked: RecordParams; faults: ConditionFault[] };

/** The view's own filters stand under this prefix, apart from the names that every page knows. */
const OWN = "f.";

/** Which view is asked and where: on a member's own page the member is given, and further parameters say which part is shown. */
export type RecordPlace = { view: RecordView; ofOneMember: boolean };

/** What URL parameters ask of a view, and which of them were not understood. */
export function readRecordParams(params: URLSearchParams, { view, ofOneMember }: RecordPlace): ReadRecordParams {
  const member = ofOneMember ? { faults: [] } : readOnce(params, "member", ruleOf("member"));
  const period = readPeriodParams(params);
  const order = readOnce(params, "order", { kind: "word", longest: 20, words: ["newest", "oldest"] });
  const own = view.filters.map(({ name, choices }) => {
    const words = choices?.map(({ value }) => value);
    const kind = words === undefined ? "text" : "word";
    return { name, ...readOnce(params, OWN + name, { kind, longest: LONGEST_OWN, ...(words && { words }) }) };
  });
  // Not by assignment, which drops a filter named __proto__.
  const given = Object.fromEntries(own.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
  const known = [
    ...(ofOneMember ? [] : ["member"]),
    "from",
    "to",
    "order",
    ...view.filters.map(({ name }) => OWN + name),
  ];
  const others = new URLSearchParams([...params].filter(([name]) => !isAside(name, ofOneMember)));
  return {
    asked: {
      ...(member.value !== undefined && { memberId: member.value }),
      filters: { ...period.value, ...(Object.keys(given).length > 0 && { own: given }) },
      order: order.value === "oldest" ? "oldest" : "newest",
    },
    faults: [member, period, order, ...own].flatMap(({ faults }) => faults).concat(unknownParams(others, known)),
  };
}

/** The parameters that ask it. What only says which part of a page is shown stays; the opened event does not, since the new rows may lack it. */
export function writeRecordParams(
  { memberId, filters, order }: RecordParams,
  onto: URLSearchParams,
  { ofOneMember }: { ofOneMember: boolean },
): URLSearchParams {
  const params = new URLSearchParams([...onto].filter(([name]) => name !== "event" && isAside(name, ofOneMember)));
  if (memberId !== undefined && !ofOneMember) params.set("member", memberId);
  if (filters.from !== undefined) params.set("from", filters.from);
  if (filters.to !== undefined) params.set("to", filters.to);
  for (const [name, value] of Object.entries(filters.own ?? {})) params.set(OWN + name, value);
  if (order === "oldest") params.set("order", order);
  return params;
}

/** Whether a parameter says nothing about the rows. */
function isAside(name: string, ofOneMember: boolean): boolean {
  return name === "event" || (ofOneMember && (name === "tab" || name === "view"));
}
