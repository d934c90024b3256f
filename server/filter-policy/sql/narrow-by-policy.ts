import type { Policy } from "../policy.ts";

/** Values that a stored event must have at one place for a policy to match its message; any one of them suffices. */
export type Narrowing = {
  actions?: readonly string[];
  changed?: readonly string[];
  members?: readonly string[];
  devices?: readonly string[];
  ips?: readonly string[];
  correlations?: readonly string[];
  eventIds?: readonly string[];
  /** By the attribute's name and side. */
  attributes?: readonly { name: string; side: "from" | "to"; values: readonly (string | boolean)[] }[];
};

const places: Readonly<Record<Policy["scope"], Readonly<Record<string, Exclude<keyof Narrowing, "attributes">>>>> = {
  MessageAttributes: { action: "actions", changed: "changed" },
  MessageBody: {
    action: "actions",
    changed: "changed",
    memberId: "members",
    eventId: "eventIds",
    correlationId: "correlations",
    "context.deviceId": "devices",
    "context.ip": "ips",
  },
};

const ATTRIBUTE = /^attributes\.([^.]+)\.(from|to)$/;

/**
 * What a policy says about stored events that an index can answer: keys with exact values alone, in every branch. The
 * narrowing is implied by the policy; whether an event matches is for `policyToSql` to say.
 *
 * @returns an empty object when no key narrows.
 */
export function narrowByPolicy({ scope, branches }: Policy): Narrowing {
  const narrowing: Narrowing = {};
  for (const path of pathsOfAll(branches)) {
    const values = valuesAt(path, branches);
    if (values === null) continue;
    const place = Object.hasOwn(places[scope], path) ? places[scope][path] : undefined;
    const [, name, side] = (scope === "MessageBody" && ATTRIBUTE.exec(path)) || [];
    if (place !== undefined) narrowing[place] = values.filter((value) => typeof value === "string");
    if (name !== undefined && (side === "from" || side === "to")) {
      narrowing.attributes = [...(narrowing.attributes ?? []), { name, side, values }];
    }
  }
  return narrowing;
}

/** The paths that every branch asks for. */
function pathsOfAll(branches: Policy["branches"]): string[] {
  const [first = [], ...others] = branches.map((keys) => new Set(keys.map(({ path }) => path)));
  return [...first].filter((path) => others.every((paths) => paths.has(path)));
}

/** The values that the branches allow at a path; null when one of them has other rules than exact values. */
function valuesAt(path: string, branches: Policy["branches"]): (string | boolean)[] | null {
  const rules = branches.flatMap((keys) => keys.filter((key) => key.path === path).flatMap((key) => key.rules));
  const values: (string | boolean)[] = [];
  for (const rule of rules) {
    if (rule.kind === "string") values.push(rule.value);
    else if (rule.kind === "literal" && rule.value !== "null") values.push(rule.value === "true");
    else return null;
  }
  return [...new Set(values)];
}
