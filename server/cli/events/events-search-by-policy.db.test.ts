import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../db.ts";
import { saveView } from "../../event-storage/views/save-view.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { type ServedRoute, serveRoute } from "../../testing/serve-route.ts";
import { recordEvent } from "../../testing/stored-events.ts";
import { runCommandLine } from "../run-command-line.ts";

const database = useDatabase();
let api: ServedRoute;
let folder: string;
let token = "none";
let analyst: Actor;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "memberscope-"));
  const topic = "arn:aws:sns:us-east-1:000000000000:none";
  Object.assign(process.env, {
    DATABASE_URL: database.url("web"),
    INTERNAL_TOPIC_ARN: topic,
    EXTERNAL_TOPIC_ARN: topic,
  });
  const { POST } = await import("../../../app/api/trpc/[trpc]/route.ts");
  api = await serveRoute(POST);
  await insertTestCatalog(database.owner());
  analyst = await makeActor(database.owner(), "analyst");
  token = (await run(["tokens", "create", "--login", analyst.login])).lines[0] ?? "";
});
afterAll(async () => {
  await Promise.all([api.stop(), rm(folder, { recursive: true })]);
  const { searchDatabase, webDatabase } = await import("../../trpc/process/web-database.ts");
  await Promise.all([webDatabase().$client.end(), searchDatabase().$client.end()]);
});

async function run(args: readonly string[]) {
  const lines: string[] = [];
  const said: string[] = [];
  const env = { DATABASE_URL: database.url("web"), MEMBERSCOPE_URL: api.url, MEMBERSCOPE_TOKEN: token };
  const output = { print: (line: string) => void lines.push(line), say: (line: string) => void said.push(line) };
  const code = await runCommandLine(args, { env, output });
  return { code, lines, said: said.join("\n") };
}

async function search(policy: string, ...options: string[]) {
  const file = join(folder, "policy.json");
  await writeFile(file, policy);
  const { code, lines, said } = await run(["events", "search", "--policy", file, "--json", ...options]);
  return { code, said, ids: lines.map((line): string => JSON.parse(line).id) };
}

test("events search finds what a policy lets through, together with other conditions", async () => {
  const owner = database.owner();
  const first = await recordEvent(owner, { memberId: "m-1", note: "hello" });
  const second = await recordEvent(owner, { memberId: "m-2", note: "hello again" });
  await recordEvent(owner, { memberId: "m-3", note: "goodbye" });

  const prefix = '{"attributes":{"note":{"to":[{"prefix":"hello"}]}}}';
  expect((await search(prefix, "--scope", "MessageBody")).ids).toEqual([second, first]);
  expect((await search(prefix, "--scope", "MessageBody", "--member", "m-1")).ids).toEqual([first]);
  expect((await search(prefix, "--scope", "MessageBody", "--layer", "external")).ids).toEqual([]);
  expect((await search('{"action":["thing.changed"],"target":["ALL"]}', "--limit", "1")).ids).toHaveLength(1);
});

test("a policy that SNS refuses ends the command with its text and the way out", async () => {
  const { code, said } = await search('{"action":["x",["y"]]}');
  expect(code).toBe(1);
  expect(said).toMatch(/^Invalid parameter: .*Match value must be String, number, true, false, or null - A list holds/);
});

test("a saved view is searched by its name, one's own before the team's, with further conditions and its policy", async () => {
  const owner = database.owner();
  const [first, second] = [
    await recordEvent(owner, { memberId: "v-1", note: "hello" }),
    await recordEvent(owner, { memberId: "v-2", note: "hello" }),
  ];
  const web = connect({ url: database.url("web"), name: "test", max: 1 });
  const [one, other] = [await makeActor(owner, "analyst"), await makeActor(owner, "analyst")];
  const members = (values: string[]) => [{ field: "member" as const, operator: "any" as const, values }];
  const team = { audience: "team" as const, name: "watched" };
  await saveView(web, one, { ...team, question: { conditions: members(["v-1"]), policy: null } });
  const policy = { text: '{"action":["thing.changed"]}', scope: "MessageAttributes", layer: "internal" } as const;
  await saveView(web, other, { ...team, question: { conditions: members(["v-2"]), policy } });
  const searchView = async (...args: string[]) => {
    const { code, lines, said } = await run(["events", "search", "--json", "--view", ...args]);
    return { code, said, ids: lines.map((line): string => JSON.parse(line).id) };
  };
  expect(await searchView("watched")).toMatchObject({ code: 1, said: expect.stringContaining(`${one.login}/watched`) });
  expect((await searchView(`${one.login}/watched`)).ids).toEqual([first]);
  expect((await searchView(`${other.login}/watched`)).ids).toEqual([second]);
  expect((await searchView(`${other.login}/watched`, "--changed", "nothing")).ids).toEqual([]);
  await saveView(web, analyst, { ...team, question: { conditions: members(["v-1", "v-2"]), policy: null } });
  expect((await searchView("watched")).ids).toEqual([second, first]);
  expect(await searchView("no such")).toMatchObject({ code: 1, said: expect.stringContaining("events views") });
  const { lines } = await run(["events", "views"]);
  expect(lines).toContain(`watched  team, ${one.login}: member=v-1`);
  await web.$client.end();
});
