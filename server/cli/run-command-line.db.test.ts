import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrateDemo } from "../demo/migrate-demo.ts";
import { makeActor } from "../testing/actors.ts";
import { useDatabase } from "../testing/database.ts";
import { useMessaging } from "../testing/messaging.ts";
import { type ServedRoute, serveRoute } from "../testing/serve-route.ts";
import { runCommandLine } from "./run-command-line.ts";

const database = useDatabase();
useMessaging();
let api: ServedRoute;
let folder: string;
const tokens = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "memberscope-"));
  await migrateDemo(database.url());
  const arn = "arn:aws:sns:us-east-1:000000000000:none";
  const settings = { INTERNAL_TOPIC_ARN: arn, EXTERNAL_TOPIC_ARN: arn, SESSION_SECRET: "not secret in a test" };
  Object.assign(process.env, { ...settings, DATABASE_URL: database.url("web") });
  const { POST } = await import("../../app/api/trpc/[trpc]/route.ts");
  api = await serveRoute(POST);
  for (const role of ["admin", "agent"] as const) {
    const { login } = await makeActor(database.owner(), role);
    tokens.set(role, (await run(["tokens", "create", "--login", login])).lines[0] ?? "");
  }
});
afterAll(async () => {
  await Promise.all([api.stop(), rm(folder, { recursive: true })]);
  const { searchDatabase, webDatabase } = await import("../trpc/process/web-database.ts");
  await Promise.all([webDatabase().$client.end(), searchDatabase().$client.end()]);
});

async function run(args: readonly string[], role = "admin") {
  const lines: string[] = [];
  const said: string[] = [];
  const env = {
    DATABASE_URL: database.url("web"),
    MEMBERSCOPE_URL: api.url,
    MEMBERSCOPE_TOKEN: tokens.get(role) ?? "none",
  };
  const output = { print: (line: string) => void lines.push(line), say: (line: string) => void said.push(line) };
  const code = await runCommandLine(args, { env, output });
  return { code, lines, said: said.join("\n") };
}

const lineOf = (member: string, given: object = {}) =>
  JSON.stringify({
    memberId: member,
    action: "member.logged-in",
    attributes: { status: { from: "logged-out", to: "logged-in" } },
    context: { deviceId: "d-1", ip: "192.0.2.1" },
    ...given,
  });

/** Records lines; gives the answer. */
async function record(...lines: string[]) {
  const file = join(folder, "events.jsonl");
  await writeFile(file, lines.join("\n"));
  return run(["events", "record", "--file", file]);
}

test("what is recorded from a file is found, newest first, with the contract's fields and no others", async () => {
  const recorded = await record(lineOf("c-1"), lineOf("c-2"), lineOf("c-1"));
  expect([recorded.code, recorded.said]).toEqual([0, ""]);
  const search = [
    "events",
    "search",
    "--member",
    "c-1",
    "--attribute",
    "status=logged-in",
    "--device",
    "d-1",
    "--json",
  ];
  const found = await run(search);
  expect(found.code).toBe(0);
  const events = found.lines.map((line) => JSON.parse(line));
  expect(events.map(({ id }) => id)).toEqual([recorded.lines[2], recorded.lines[0]]);
  expect(events[0]).toEqual({
    id: recorded.lines[2],
    memberId: "c-1",
    action: "member.logged-in",
    occurredAt: expect.stringMatching(/Z$/),
    storedAt: expect.stringMatching(/Z$/),
    changed: ["status"],
    attributes: { status: { from: "logged-out", to: "logged-in" } },
    context: { deviceId: "d-1", ip: "192.0.2.1" },
    published: false,
    publishedAt: null,
  });
});

test("a stored value gives a terminal no order, forges no line and turns no line round; as JSON it is the value", async () => {
  const device = "Galaxy\u001b[2K\r2026-11-21  forged\n\u009b2J \u202eS24 שלום";
  const recorded = await record(lineOf("c-strange", { context: { deviceId: device } }));
  const [eventId = ""] = recorded.lines;
  const shown = await run(["events", "show", eventId]);
  const context = shown.lines.find((line) => line.startsWith("context"));
  expect(shown.lines.join("")).not.toMatch(/\p{Cc}|\u202e/u);
  expect(context).toContain("\u2068");
  expect(context).toContain("‹U+009B›2J ‹U+202E›S24 שלום");

  const search = ["events", "search", "--member", "c-strange", "--json"];
  const { lines } = await run(search);
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/\p{Cc}|\u202e/u);
  expect(JSON.parse(lines[0] ?? "").context.deviceId).toBe(device);

  const missing = await run(["members", "state", "c\u001b[31m\nforged"]);
  expect(missing.said).toContain("c‹ESC›[31m‹LF›forged");
});

test("a search goes on over pages up to its limit, and says when there is more", async () => {
  for (let file = 0; file < 3; file += 1) await record(...Array.from({ length: 75 }, () => lineOf("c-many")));
  const all = await run(["members", "timeline", "c-many", "--limit", "1000", "--json"]);
  expect(new Set(all.lines.map((line) => JSON.parse(line).id)).size).toBe(225);
  expect(all.said).toBe("");
  const some = await run(["members", "timeline", "c-many", "--limit", "210"]);
  expect(some.lines).toHaveLength(210);
  expect(some.said).toContain("more than these 210");
});

test("a refused line is named and the others are recorded; a repeated sourceEventId gives the first event", async () => {
  const once = lineOf("c-3", { sourceEventId: "s-1" });
  const answer = await record(once, lineOf("c-3", { action: "member.flew" }), once);
  expect(answer.code).toBe(1);
  expect(answer.said).toContain('Line 2: action: there is no action "member.flew"');
  expect(answer.lines).toHaveLength(2);
  expect(answer.lines[0]).toBe(answer.lines[1]);
});

test("a line with a number that would be rounded is named, and nothing is recorded", async () => {
  const rounded = (number: string) => lineOf("c-5").replace('"192.0.2.1"', `"192.0.2.1","n":${number}`);
  const answer = await record(lineOf("c-5"), rounded("12345678901234567890"), rounded("1e400"));
  expect([answer.code, answer.lines]).toEqual([1, []]);
  expect(answer.said).toContain("Line 2: 12345678901234567890 would be rounded on its way");
  expect(answer.said).toContain("Line 3: 1e400");
});

test("an event is shown with what became of it; one that is not there is a failure", async () => {
  const [id = ""] = (await record(lineOf("c-4"))).lines;
  const shown = await run(["events", "show", id, "--json"]);
  expect(JSON.parse(shown.lines[0] ?? "")).toMatchObject({ event: { id }, biography: [{ kind: "stored" }] });
  expect((await run(["events", "show", id])).lines[0]).toContain("status logged-out -> logged-in");
  const missing = await run(["events", "show", "0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b"]);
  expect([missing.code, missing.lines]).toEqual([1, []]);
  expect(missing.said).toContain("There is no event");
});

test("publication status is one object with both layers", async () => {
  const { code, lines } = await run(["publication", "status", "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(lines[0] ?? "").layers.map(({ layer }: { layer: string }) => layer)).toEqual([
    "internal",
    "external",
  ]);
});

test("an admin stops a layer with a reason that status shows, and lets it go again", async () => {
  const stopped = await run(["publication", "stop", "external", "--reason", "The partner is under repair"]);
  expect([stopped.code, stopped.lines]).toEqual([0, ["external: stopped"]]);
  expect((await run(["publication", "status"])).lines.join("\n")).toMatch(
    /STOPPED \(everything\) by .*: The partner is under repair/,
  );
  const again = await run(["publication", "stop", "external", "--reason", "Once more"]);
  expect([again.code, again.said]).toEqual([1, expect.stringContaining("stopped already")]);
  const goes = await run(["publication", "go", "external", "--json"]);
  expect([goes.code, goes.lines]).toEqual([0, ['{"layer":"external","stopped":false}']]);
  expect((await run(["publication", "status"])).lines.join("\n")).not.toContain("STOPPED");
  const refused = await run(["publication", "stop", "internal", "--reason", "I may not do this"], "agent");
  expect([refused.code, refused.said]).toEqual([1, expect.stringContaining("publication:stop")]);
});

test("an admin gives parked events another try, with a reason, and nobody else may", async () => {
  const [stored] = await database.owner()<{ id: string }[]>`
    select event_id as id from event.store_application_event('m-parked', 'member.login-failed', '{"reason": {"to": "wrong-password"}}')`;
  const park = () => database.owner()`
    update event.pending set parked_at = clock_timestamp() where event_id = ${stored?.id ?? ""} and layer = 1`;
  await park();
  expect((await run(["publication", "status"])).lines.join("\n")).toContain("1 parked");
  const refused = await run(["publication", "retry", "internal", "--reason", "I may not do this"], "agent");
  expect([refused.code, refused.said]).toEqual([1, expect.stringContaining("publication:stop")]);
  const without = await run(["publication", "retry", "internal"]);
  expect([without.code, without.said]).toEqual([2, "--reason must be given: say what was mended."]);
  const done = await run(["publication", "retry", "internal", "--reason", "the topic's policy"]);
  expect([done.code, done.lines]).toEqual([0, ["internal: 1 parked event is due again"]]);
  expect((await run(["publication", "status"])).lines.join("\n")).not.toContain("1 parked");
  const none = await run(["publication", "retry", "internal", "--reason", "once more", "--json"]);
  expect([none.code, none.lines]).toEqual([0, ['{"layer":"internal","retried":0}']]);
});

test("a stop without a layer that exists or a reason is asked for wrongly", async () => {
  const none = await run(["publication", "stop", "internal"]);
  expect([none.code, none.said]).toEqual([2, "--reason must be given: say why it is stopped."]);
  const both = await run(["publication", "stop", "outer", "--reason", "why"]);
  expect([both.code, both.said]).toEqual([
    2,
    "The layer must be internal or external.\n--reason must have at least 5 characters: say why it is stopped.",
  ]);
  expect((await run(["publication", "go"])).said).toBe("Give the layer, internal or external.");
});

test("the token may what its owner's role may, and a wrong one nothing", async () => {
  const refused = await run(["events", "search"], "agent");
  expect(refused.code).toBe(1);
  expect(refused.said).toContain("event:search");
  expect((await run(["events", "search"], "nobody")).said).toContain("Sign in first");
});

test("no token is made for a login that does not exist", async () => {
  const { code, lines, said } = await run(["tokens", "create", "--login", "ghost"]);
  expect([code, lines]).toEqual([1, []]);
  expect(said).toContain('no enabled account with the login "ghost"');
});

test("thresholds are listed and set within their bounds, by admins alone and with a reason", async () => {
  const listed = (await run(["thresholds", "list"])).lines;
  expect(listed).toContainEqual(expect.stringMatching(/^proof-minutes {2}\d+ {2}\(\d+ to \d+, \d+ unless changed\)$/));
  const set = (value: string, role = "admin") =>
    run(["thresholds", "set", "proof-minutes", "--value", value, "--reason", "a test needs another one"], role);
  expect(await set("7")).toMatchObject({ code: 0, lines: [expect.stringMatching(/^proof-minutes: 7, before \d+$/)] });
  expect((await run(["thresholds", "list"])).lines).toContainEqual(expect.stringMatching(/^proof-minutes {2}7 /));
  expect(await set("999999")).toMatchObject({ code: 1, said: expect.stringMatching(/value: must be from \d+ to \d+/) });
  expect(await set("7", "agent")).toMatchObject({ code: 1, said: expect.stringContaining("setting:change") });
  expect((await run(["thresholds", "set", "no-such", "--value", "1", "--reason", "a reason"])).code).toBe(2);
});

test("retention settings are listed and set as thresholds are, each under its own word alone", async () => {
  const reason = ["--reason", "the plan says so"];
  const names = (lines: string[]) => lines.map((line) => line.split(" ")[0]);
  const listed = names((await run(["retention", "list"])).lines);
  expect(listed).toContain("keep-erased-devices");
  expect(names((await run(["thresholds", "list"])).lines).some((name) => listed.includes(name))).toBe(false);
  const set = (role = "admin") => run(["retention", "set", "keep-erased-devices", "--value", "0", ...reason], role);
  expect(await set("agent")).toMatchObject({ code: 1, said: expect.stringContaining("setting:change") });
  expect(await set()).toMatchObject({ code: 0, lines: ["keep-erased-devices: 0, before 1"] });
  expect((await run(["retention", "set", "proof-minutes", "--value", "7", ...reason])).code).toBe(2);
  expect((await run(["thresholds", "set", "keep-tries-days", "--value", "7", ...reason])).code).toBe(2);
});
