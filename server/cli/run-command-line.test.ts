import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { conditionsOfOptions } from "./events/condition-flags.ts";
import { runCommandLine } from "./run-command-line.ts";

/** Nothing answers at this address: port 9 is for discarding. */
const env = { MEMBERSCOPE_URL: "http://127.0.0.1:9", MEMBERSCOPE_TOKEN: "msp_test" };

async function run(args: string, given: Record<string, string> = env) {
  const printed: string[] = [];
  const said: string[] = [];
  const output = { print: (line: string) => void printed.push(line), say: (line: string) => void said.push(line) };
  const code = await runCommandLine(args === "" ? [] : args.split(" "), { env: given, output });
  return { code, printed: printed.join("\n"), said: said.join("\n") };
}

describe("bad usage ends with 2, prints nothing, and says", () => {
  test.each([
    ["the commands when none is given", "", "memberscope COMMAND"],
    ["the commands there are", "events find", 'no command "events find"'],
    ["the options there are", "events search --colour red", "no option --colour. Its options are --member"],
    ["that a value is missing", "events search --limit", "--limit needs a value"],
    ["that an option follows where its value should be", "events search --member --json", "--member needs a value"],
    ["that a switch takes no value", "events search --unpublished=yes", "--unpublished takes no value"],
    ["the rule of a number", "events search --limit 0", "--limit must be a whole number from 1 to 100000."],
    ["the rule of a time", "events search --from yesterday", 'takes a time, and "yesterday" is none'],
    ["every broken rule at once", "events search --from x --to y", '"--to" takes a time, and "y" is none'],
    ["the form of an attribute", "events search --attribute status", "Write --attribute NAME=VALUE"],
    ["that a word is no option", "events search login", '"login" is no option'],
    ["that an id is missing", "events show", "Give the event's id."],
    ["that one id is enough", "members timeline 1 2", "Give the member's id alone: leave out 2."],
    ["that a file is missing", "events record", "--file must be given"],
    ["whose token it would be", "tokens create --days 3", "--login must be given"],
    ["how long a token may live", "tokens create --login a --days 366", "--days must be a whole number from 1 to 365"],
    ["which variable is missing for tokens", "tokens create --login a", "DATABASE_URL is not set"],
  ])("%s", async (_, args, sentence) => {
    const { code, printed, said } = await run(args);
    expect([code, printed]).toEqual([2, ""]);
    expect(said).toContain(sentence);
  });

  test("which variable is missing for the API, and how to get a token", async () => {
    const { code, said } = await run("publication status", {});
    expect(code).toBe(2);
    expect(said).toMatch(/MEMBERSCOPE_TOKEN is not set.*tokens create/);
  });
});

test("help is a result: of all commands, and of one with its options", async () => {
  for (const args of ["help", "--help", "-h"]) expect((await run(args)).printed).toContain("publication status");
  const { code, printed } = await run("events search --help");
  expect(code).toBe(0);
  expect(printed).toContain("--attribute[-not|-starts|-exists|-between] NAME=VALUE");
});

test("a server that does not answer is a failure that names where it was looked for", async () => {
  const { code, printed, said } = await run("publication status --json");
  expect([code, printed]).toEqual([1, ""]);
  expect(said).toContain("http://127.0.0.1:9");
});

test("a file with a line that is no event records nothing and names every such line", async () => {
  const file = join(tmpdir(), `memberscope-${process.pid}.jsonl`);
  await writeFile(file, '{"memberId":"m","action":"a.b"}\nnot json\n\n{"memberId":1,"action":"a.b"}\n');
  const { code, said } = await run(`events record --file ${file}`);
  await rm(file);
  expect(code).toBe(1);
  expect(said).toMatch(/Line 2: .*\nLine 4: memberId.*\nNothing was recorded/);
});

test("a file that is not there is a failure", async () => {
  const { code, said } = await run("events record --file /nowhere/events.jsonl");
  expect(code).toBe(1);
  expect(said).toContain("/nowhere/events.jsonl cannot be read");
});

test("options become conditions: of one option alternatives, of different ones together, NAME=VALUE split once", () => {
  const given = {
    member: ["1", "2"],
    "changed-not": ["status"],
    attribute: ["count=5", "count=6", "note=a=b"],
    "attribute-exists": ["note"],
    publication: ["published", "external=parked"],
    to: ["2026-11-26T13:59+09:00"],
    unpublished: true,
  };
  expect(conditionsOfOptions(given)).toEqual([
    { field: "member", operator: "any", values: ["1", "2"] },
    { field: "changed", operator: "none", values: ["status"] },
    { field: "attribute", name: "count", operator: "any", values: ["5", "6"] },
    { field: "attribute", name: "note", operator: "any", values: ["a=b"] },
    { field: "attribute", name: "note", operator: "exists", values: ["true"] },
    { field: "publication", operator: "any", values: ["published"] },
    { field: "publication", name: "external", operator: "any", values: ["parked"] },
    { field: "occurred", operator: "between", values: ["..2026-11-26T13:59+09:00"] },
    { field: "publication", operator: "any", values: ["waiting", "parked"] },
  ]);
});
