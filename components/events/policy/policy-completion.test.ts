import { describe, expect, test } from "vitest";
import { parsePolicy } from "#server/filter-policy/parse/parse-policy";
import { completePolicy, type PolicyWords } from "./policy-completion.ts";

const words: PolicyWords = {
  scope: "MessageAttributes",
  actions: ["member.joined", "member.logged-in", "phone-number.changed"],
  attributes: ["emailAddress", "phoneNumber"],
  promoted: ["tier"],
  targets: ["crm"],
};
const inBody = { ...words, scope: "MessageBody" as const };

/** The policy with the cursor at `|`, and what can stand there. */
function at(marked: string, known: PolicyWords = words) {
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  const completions = completePolicy(text, caret, known);
  return {
    labels: completions.map(({ label }) => label),
    /** The text after a choice, with the new cursor. */
    choose(label: string): string {
      const chosen = completions.find((one) => one.label === label);
      if (chosen === undefined) throw new Error(`${label} is not offered`);
      const after = text.slice(0, chosen.from) + chosen.insert + text.slice(chosen.to);
      return `${after.slice(0, chosen.caret)}|${after.slice(chosen.caret)}`;
    },
  };
}

describe("keys", () => {
  test("those of a message's attributes, and promoted ones, without those that are there", () => {
    expect(at('{"action": ["x"], |}').labels).toEqual([
      ...["layer", "changed", "target", "replay", "attempt", "tier", "$or"],
    ]);
  });
  test("a key is written with its list, and the cursor in it", () => {
    expect(at('{"ac|"}').choose("action")).toBe('{"action": ["|"]}');
    expect(at("{ac|}").choose("action")).toBe('{"action": ["|"]}');
  });
  test("a key whose value is there is only renamed", () => {
    expect(at('{"ac|": ["x"]}').choose("action")).toBe('{"action"|: ["x"]}');
  });
  test("of a body: nested names below attributes and context", () => {
    expect(at('{"context": {"de|', inBody).labels).toEqual(["deviceId"]);
    expect(at('{"attributes": {"phoneNumber": {|', inBody).labels).toEqual(["from", "to"]);
    expect(at("{att|}", inBody).choose("attributes")).toBe('{"attributes": { "|" }}');
  });
  test("inside a branch of $or, as at the top", () => {
    expect(at('{"$or": [{"ta|"}, {}]}').choose("target")).toBe('{"$or": [{"target": ["|"]}, {}]}');
    expect(at('{"$or": [|').labels).toEqual(["{…}"]);
  });
});

describe("values", () => {
  test("actions, those that begin so first", () => {
    expect(at('{"action": ["member.l|"]}').choose("member.logged-in")).toBe('{"action": ["member.logged-in"|]}');
    expect(at('{"action": ["changed|"]}').labels).toEqual(["phone-number.changed"]);
    expect(at('{"action": ["member.joined", "|', words).labels).toContain("phone-number.changed");
  });
  test("changed names, targets, and what an operator excludes", () => {
    expect(at('{"changed": ["|"]}').labels).toEqual(["emailAddress", "phoneNumber"]);
    expect(at('{"target": ["ALL", "|"]}').labels).toEqual(["ALL", "crm"]);
    expect(at('{"action": [{"anything-but": ["member.j|').labels).toEqual(["member.joined"]);
  });
  test("outside quotes operators, too; each makes a policy that SNS takes", () => {
    const offered = at('{"tier": [|]}').labels;
    expect(offered).toEqual([
      ...["prefix", "suffix", "anything-but", "equals-ignore-case", "numeric", "exists", "cidr"],
    ]);
    for (const label of offered) {
      const text = at('{"tier": [|]}').choose(label).replace("|", "");
      expect(parsePolicy(text, "MessageAttributes").fault, text).toBeUndefined();
    }
  });
  test("the name of an operator inside its braces", () => {
    expect(at('{"tier": [{"pre|"}]}').choose("prefix")).toBe('{"tier": [{"prefix": "|"}]}');
    expect(at('{"tier": [{"prefix": "a", |}]}').labels).toEqual([]);
  });
});

test("an empty policy begins with a key and its list", () => {
  expect(at("|").choose('{"action": […]}')).toBe('{\n  "action": ["|"]\n}');
});

test("nothing where nothing can stand", () => {
  for (const marked of [
    '{"action": ["x"] |}',
    '{"action"| : ["x"]}',
    '{"action": ["x"]}|',
    '{"tier": [{"prefix": "a|"}]}',
  ]) {
    expect(at(marked).labels, marked).toEqual([]);
  }
});

test("texts of any shape are read without a fault, at each place", () => {
  for (const text of ['{{[["a\\"b', "}}]]::,,", '{"a": "\\', '[{"$or": [{', '{"a":[1,true,{"numeric":[">",0]}]}']) {
    for (let caret = 0; caret <= text.length; caret += 1) {
      for (const { from, to } of completePolicy(text, caret, words)) {
        expect(from).toBeLessThanOrEqual(caret);
        expect(to).toBeGreaterThanOrEqual(caret);
      }
    }
  }
});
