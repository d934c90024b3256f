import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePolicy } from "../parse/parse-policy.ts";
import type { PolicyMessage, PolicyScope } from "../policy.ts";
import { matchPolicy } from "./match-policy.ts";
import { type ActionMessages, takesAction } from "./takes-action.ts";

const phoneChanged: ActionMessages = {
  layer: "external",
  action: "phone-number.changed",
  attributes: ["phoneNumber", "verified"],
  required: ["phoneNumber"],
};

function taken(policy: unknown, { scope, ...messages }: Partial<ActionMessages> & { scope?: PolicyScope } = {}) {
  const { policy: parsed } = parsePolicy(policy, scope);
  if (parsed === undefined) throw new Error("the policy of the test is not valid");
  return takesAction(parsed, { ...phoneChanged, ...messages });
}

test("without a policy everything is taken", () => {
  expect(taken({})).toBe("all");
});

test.each([
  [{ action: ["phone-number.changed"], target: ["ALL", "me"] }, "all"],
  [{ action: [{ prefix: "phone-" }] }, "all"],
  [{ action: ["member.joined"] }, "none"],
  [{ action: [{ "anything-but": ["phone-number.changed"] }] }, "none"],
  [{ layer: ["internal"] }, "none"],
  [{ target: ["me"] }, "none"],
  [{ changed: ["phoneNumber"] }, "all"],
  [{ changed: ["verified"] }, "some"],
  [{ changed: ["emailAddress"] }, "none"],
  [{ plan: ["paid"] }, "some"],
  [{ replay: [{ exists: true }] }, "none"],
  [{ $or: [{ action: ["member.joined"] }, { changed: ["verified"] }] }, "some"],
])("%j takes %s of the changed phone numbers", (policy, expected) => {
  expect(taken(policy)).toBe(expected);
});

test("an external body tells no values", () => {
  const policy = { attributes: { plan: { to: ["paid"] } } };
  expect(taken(policy, { scope: "MessageBody" })).toBe("none");
  expect(taken(policy, { scope: "MessageBody", layer: "internal" })).toBe("some");
});

test("an action without attributes has no list of what changed", () => {
  const bare = { attributes: [], required: [] };
  expect(taken({ changed: [{ exists: false }] }, bare)).toBe("all");
  expect(taken({ changed: ["phoneNumber"] }, bare)).toBe("none");
});

const names = ["phoneNumber", "verified", "plan"];
const rule = (values: readonly string[]) =>
  fc.oneof(
    fc.constantFrom(...values),
    fc.constantFrom(...values).map((value) => ({ "anything-but": [value] })),
    fc.constantFrom(...values).map((value) => ({ prefix: value.slice(0, 3) })),
    fc.boolean().map((exists) => ({ exists })),
  );
const rules = (values: readonly string[]) => fc.array(rule(values), { minLength: 1, maxLength: 2 });
const somePolicy = fc
  .record(
    {
      action: rules(["phone-number.changed", "member.joined"]),
      changed: rules([...names, "emailAddress"]),
      layer: rules(["internal", "external"]),
      target: rules(["ALL", "me"]),
      version: rules(["1"]),
    },
    { requiredKeys: [] },
  )
  .filter((policy) => Object.keys(policy).length > 0);

test("what it says holds for every message that such an event can have", () => {
  fc.assert(
    fc.property(
      somePolicy,
      fc.subarray(names),
      fc.subarray(names),
      fc.constantFrom("internal" as const, "external" as const),
      fc.constantFrom("MessageAttributes" as const, "MessageBody" as const),
      (policy, required, given, layer, scope) => {
        const changed = [...new Set([...required, ...given])].sort();
        const { policy: parsed } = parsePolicy(policy, scope);
        if (parsed === undefined) return;
        const action = "phone-number.changed";
        const says = takesAction(parsed, { layer, action, attributes: names, required });
        const isTaken = matchPolicy(parsed, messageOf({ layer, action, changed }));
        expect(isTaken ? ["all", "some"] : ["none", "some"]).toContain(says);
      },
    ),
    { numRuns: 500 },
  );
});

function messageOf({ layer, action, changed }: { layer: string; action: string; changed: string[] }): PolicyMessage {
  const text = (Value: string) => ({ Type: "String", Value });
  const list = { Type: "String.Array", Value: JSON.stringify(changed) };
  return {
    attributes: {
      ...{ layer: text(layer), action: text(action), target: text("ALL") },
      ...(changed.length > 0 && { changed: list }),
    },
    body: JSON.stringify({ action, version: 1, changed, ...(layer === "internal" && { context: {} }) }),
  };
}
