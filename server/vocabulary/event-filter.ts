import { z } from "zod";
import { rangeOf } from "./condition-values.ts";
import type { Condition } from "./conditions.ts";

/** Lists in a filter take at most this many values: each costs one index descent. */
const MAX_VALUES = 50;

const attributeCondition = z.object({
  name: z.string().min(1).max(100),
  side: z.enum(["was", "became", "either"]).default("either"),
  value: z.union([z.string().max(1000), z.number(), z.boolean()]),
});

const moment = z.iso.datetime({ offset: true, error: "must be a time with zone, like 2026-11-21T09:00:00Z" });

/** What events to find: every given field must hold; the values of one field are alternatives. An empty filter finds all events. */
export const eventFilterSchema = z
  .object({
    members: z.array(z.string().min(1).max(64)).min(1).max(MAX_VALUES).optional(),
    actions: z.array(z.string().min(1).max(100)).min(1).max(MAX_VALUES).optional(),
    changed: z.array(z.string().min(1).max(100)).min(1).max(MAX_VALUES).optional(),
    attributes: z.array(attributeCondition).min(1).max(5).optional(),
    device: z.string().min(1).max(128).optional(),
    ip: z.string().min(1).max(45).optional(),
    correlation: z.guid().optional(),
    unpublished: z.boolean().optional(),
    from: moment.optional(),
    to: moment.optional(),
  })
  .strict();
export type EventFilter = z.infer<typeof eventFilterSchema>;

/** The filter as conditions. */
export function conditionsOfFilter(filter: EventFilter): Condition[] {
  const { members = [], actions = [], changed = [], attributes = [], device, ip, correlation, from, to } = filter;
  const lists: Condition[] = [
    { field: "member", operator: "any", values: members },
    { field: "action", operator: "any", values: actions },
    { field: "changed", operator: "any", values: changed },
    { field: "device", operator: "any", values: device === undefined ? [] : [device] },
    { field: "ip", operator: "any", values: ip === undefined ? [] : [ip] },
    { field: "correlation", operator: "any", values: correlation === undefined ? [] : [correlation] },
    { field: "publication", operator: "any", values: filter.unpublished ? ["waiting", "parked"] : [] },
    { field: "occurred", operator: "between", values: from || to ? [rangeOf(from ?? "", to ?? "")] : [] },
    ...attributes.map(({ name, side, value }): Condition => {
      return { field: side === "either" ? "attribute" : side, name, operator: "any", values: [String(value)] };
    }),
  ];
  return lists.filter(({ values }) => values.length > 0);
}

/**
 * The filter as URL parameters. Lists repeat their parameter; an attribute is `name:side:json`. A member's
 * id is an identifier and may stand in a URL; phone numbers and e-mail addresses are no filters and never do.
 */
export function filterToParams(filter: EventFilter): URLSearchParams {
  const params = new URLSearchParams();
  for (const member of filter.members ?? []) params.append("member", member);
  for (const action of filter.actions ?? []) params.append("action", action);
  for (const name of filter.changed ?? []) params.append("changed", name);
  for (const { name, side, value } of filter.attributes ?? []) {
    params.append("attribute", `${encodeURIComponent(name)}:${side}:${JSON.stringify(value)}`);
  }
  for (const key of ["device", "ip", "correlation", "from", "to"] as const) {
    const value = filter[key];
    if (value !== undefined) params.set(key, value);
  }
  if (filter.unpublished) params.set("unpublished", "1");
  return params;
}

/** The filter that URL parameters say; what is not understood is left out, and `faults` names it. */
export function filterFromParams(params: URLSearchParams): { filter: EventFilter; faults: string[] } {
  const given: Record<string, unknown> = {};
  const faults: string[] = [];
  const lists = {
    members: params.getAll("member"),
    actions: params.getAll("action"),
    changed: params.getAll("changed"),
  };
  for (const [name, values] of Object.entries(lists)) if (values.length > 0) given[name] = values;
  for (const key of ["device", "ip", "correlation", "from", "to"] as const) {
    const value = params.get(key);
    if (value) given[key] = value;
  }
  if (params.get("unpublished") === "1") given.unpublished = true;
  else if (params.has("unpublished")) faults.push("unpublished");
  const attributes = params.getAll("attribute").map(readAttribute);
  if (attributes.includes(undefined)) faults.push("attribute");
  const understood = attributes.filter((condition) => condition !== undefined);
  if (understood.length > 0) given.attributes = understood;

  const parsed = eventFilterSchema.safeParse(given);
  if (parsed.success) return { filter: parsed.data, faults };
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0]);
    faults.push(field);
    delete given[field];
  }
  return { filter: eventFilterSchema.parse(given), faults };
}

function readAttribute(text: string): z.infer<typeof attributeCondition> | undefined {
  const [name, side, ...rest] = text.split(":");
  try {
    const parsed = attributeCondition.safeParse({
      name: decodeURIComponent(name ?? ""),
      side,
      value: JSON.parse(rest.join(":")),
    });
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
