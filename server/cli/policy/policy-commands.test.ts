import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommandLine } from "../run-command-line.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "memberscope-policy-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

async function run(...args: string[]) {
  const [printed, said]: [string[], string[]] = [[], []];
  const output = { print: (line: string) => void printed.push(line), say: (line: string) => void said.push(line) };
  return { exitCode: await runCommandLine(args, { env: {}, output }), printed, said };
}

test("policy test answers every case on its line, and tells what is no case", async () => {
  const attributes = { a: { Type: "Number", Value: "5" } };
  const lines = [
    `\ufeff${JSON.stringify({ id: "first", policy: {} })}\r`,
    JSON.stringify({ id: "yes", scope: "MessageAttributes", policy: { a: [5] }, attributes }),
    '{"id":"spelled","scope":"MessageBody","policy":{"a":[12345678901234567890]},"body":"{\\"a\\":12345678901234567890}"}',
    JSON.stringify({ id: "refused", scope: "MessageAttributes", policyText: '{"a":[]}', attributes }),
    JSON.stringify({ id: "bare", policy: 5, attributes }),
    JSON.stringify({ id: "scope", scope: "Body", policy: { a: [5] }, attributes }),
    "",
    "not JSON",
    JSON.stringify({ scope: "MessageBody" }),
    JSON.stringify({ id: "both", policy: {}, policyText: "{}" }),
  ];
  const { exitCode, printed, said } = await run("policy", "test", "--cases", file("cases.jsonl", lines.join("\n")));
  expect(printed.map((line) => JSON.parse(line))).toEqual([
    { id: "first", matches: true },
    { id: "yes", matches: true },
    { id: "spelled", matches: true },
    { id: "refused", error: "Invalid parameter: Attributes Reason: FilterPolicy: Empty arrays are not allowed" },
    { id: "bare", error: "Invalid parameter: Attributes Reason: FilterPolicy: Filter is not an object" },
    {
      id: "scope",
      error:
        "Invalid parameter: FilterPolicyScope: Invalid value [Body]. Please use either MessageBody or MessageAttributes",
    },
  ]);
  expect(said.join("\n")).toMatch(/^Line 8: is not JSON.*\nLine 9: id: .*\nLine 10: gives both policy and policyText/);
  expect(exitCode).toBe(1);
});

test("standard input may be a socket, as it is under Node", () => {
  const main = join(import.meta.dirname, "../main.ts");
  const input = JSON.stringify({ id: 1, policy: {} });
  const { stdout } = spawnSync(process.execPath, [main, "policy", "test", "--cases", "-"], { input, encoding: "utf8" });
  expect(stdout).toBe('{"id":1,"matches":true}\n');
});

test("there is only one standard input", async () => {
  const { exitCode, said } = await run("policy", "explain", "--policy", "-", "--attributes", "-");
  expect([exitCode, said]).toEqual([2, ["Only one file may be -: there is one standard input."]]);
});

test("policy explain says why, in the language asked for", async () => {
  const policy = file("policy.json", '{"a":["x"]}');
  const body = file("body.json", '{"a":"X"}');
  const given = ["policy", "explain", "--policy", policy, "--scope", "MessageBody", "--body", body];
  expect((await run(...given)).printed).toContain(
    '    - "x": "X" differs in case only; equals-ignore-case would take it.',
  );
  expect((await run(...given, "--language", "ko")).printed[0]).toBe("- 통과하지 못합니다: a 때문입니다.");
  expect(JSON.parse((await run(...given, "--json")).printed[0] ?? "")).toMatchObject({
    matches: false,
    children: [{ matches: false }],
  });
});

test("policy sql binds every value", async () => {
  const policy = file("quoted.json", `{"a'b":["x'); drop table event.pending; --"]}`);
  const { printed } = await run("policy", "sql", "--policy", policy, "--json");
  const { sql, params }: { sql: string; params: unknown[] } = JSON.parse(printed[0] ?? "");
  expect(sql).not.toContain("drop");
  expect(params).toContain('{"s:x\'); drop table event.pending; --"}');
});

test("an invalid policy is refused with SNS's text, the place and the way out", async () => {
  const { exitCode, said } = await run("policy", "sql", "--policy", file("bad.json", '{"a":\n  [{"wildcard":"x"}]}'));
  expect(exitCode).toBe(1);
  expect(said).toEqual([
    "Invalid parameter: Attributes Reason: FilterPolicy: Unrecognized match type wildcard",
    "line 2, column 5: The operators of SNS are prefix, suffix, equals-ignore-case, anything-but, numeric, exists and cidr.",
  ]);
});

test("a warning is said beside the result", async () => {
  const { exitCode, said } = await run(
    "policy",
    "sql",
    "--policy",
    file("warned.json", '{"a":[{"cidr":"10.0.0.77/24"}]}'),
  );
  expect(exitCode).toBe(0);
  expect(said[0]).toMatch(/^line 1, column 7: The address in/);
});

test("events search refuses a scope without a policy", async () => {
  const { exitCode, said } = await run("events", "search", "--scope", "MessageBody");
  expect(exitCode).toBe(2);
  expect(said[0]).toContain("--policy FILE");
});
