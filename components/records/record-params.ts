import { readMoment } from "#server/vocabulary/moment";
import type { RecordFilters, RecordOrder } from "#server/vocabulary/record-view";

/** What a page of records shows, as it stands in the URL. */
export type RecordParams = { memberId?: string | undefined; filters: RecordFilters; order: RecordOrder };

/** The view's own filters stand under this prefix, apart from the names that every page knows. */
const OWN = "f.";
const known = ["member", "from", "to", "order"];

/** What URL parameters ask for; a time that is none is left out, so that a mangled address still opens. */
export function readRecordParams(params: URLSearchParams): RecordParams {
  // Not by assignment, which drops a filter named __proto__.
  const own = Object.fromEntries(
    [...params]
      .filter(([name, value]) => name.startsWith(OWN) && name.length > OWN.length && value !== "")
      .map(([name, value]) => [name.slice(OWN.length), value]),
  );
  const memberId = params.get("member") ?? "";
  const [from, to] = [endOf(params.get("from")), endOf(params.get("to"))];
  return {
    ...(memberId !== "" && { memberId }),
    filters: {
      ...(from !== null && { from }),
      ...(to !== null && { to }),
      ...(Object.keys(own).length > 0 && { own }),
    },
    order: params.get("order") === "oldest" ? "oldest" : "newest",
  };
}

/** The given parameters with the records' part said anew; what else stands there stays, except the opened event. */
export function writeRecordParams({ memberId, filters, order }: RecordParams, onto: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams([...onto].filter(([name]) => !isOurs(name) && name !== "event"));
  if (memberId !== undefined) params.set("member", memberId);
  if (filters.from !== undefined) params.set("from", filters.from);
  if (filters.to !== undefined) params.set("to", filters.to);
  for (const [name, value] of Object.entries(filters.own ?? {})) params.set(OWN + name, value);
  if (order === "oldest") params.set("order", order);
  return params;
}

function isOurs(name: string): boolean {
  return known.includes(name) || name.startsWith(OWN);
}

/** One end of a period as it was written: a minute or a day lasts. */
function endOf(text: string | null): string | null {
  return text !== null && typeof readMoment(text) === "object" ? text : null;
}
