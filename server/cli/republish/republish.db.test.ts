import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { answerHeldEvents } from "../../republish/held/answer-held-events.ts";
import { registerHost } from "../../staff/settings/registered-hosts.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { useMessaging } from "../../testing/messaging.ts";
import { storeMany } from "../../testing/republish-jobs.ts";
import { type ServedRoute, serveRoute } from "../../testing/serve-route.ts";
import { registerWorkerSubscribers } from "../../workers/worker-subscribers.ts";
import { runCommandLine } from "../run-command-line.ts";

const database = useDatabase();
useMessaging();
let api: ServedRoute;
let folder: string;
let web: Db;
let worker: Db;
const tokens = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "memberscope-"));
  await insertTestCatalog(database.owner());
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await registerWorkerSubscribers(owner, "test-");
  await owner.$client.end();
  web = connect({ url: database.url("web"), name: "test", max: 1 });
  worker = connect({ url: database.url("worker"), name: "test", max: 1 });
  const arn = "arn:aws:sns:us-east-1:000000000000:none";
  const settings = { INTERNAL_TOPIC_ARN: arn, EXTERNAL_TOPIC_ARN: arn, SESSION_SECRET: "not secret in a test" };
  Object.assign(process.env, { ...settings, DATABASE_URL: database.url("web") });
  const { POST } = await import("../../../app/api/trpc/[trpc]/route.ts");
  api = await serveRoute(POST);
  for (const [name, role] of [
    ["admin", "admin"],
    ["other", "admin"],
    ["analyst", "analyst"],
  ] as const) {
    const { login } = await makeActor(database.owner(), role);
    tokens.set(name, (await run(["tokens", "create", "--login", login])).lines[0] ?? "");
  }
});
afterAll(async () => {
  await Promise.all([api.stop(), rm(folder, { recursive: true }), web.$client.end(), worker.$client.end()]);
  const { searchDatabase, webDatabase } = await import("../../trpc/process/web-database.ts");
  await Promise.all([webDatabase().$client.end(), searchDatabase().$client.end()]);
});

async function run(args: readonly string[], who = "admin") {
  const lines: string[] = [];
  const said: string[] = [];
  const env = {
    DATABASE_URL: database.url("web"),
    MEMBERSCOPE_URL: api.url,
    MEMBERSCOPE_TOKEN: tokens.get(who) ?? "none",
  };
  const output = { print: (line: string) => void lines.push(line), say: (line: string) => void said.push(line) };
  const code = await runCommandLine(args, { env, output });
  return { code, lines, said: said.join("\n") };
}

test("a plan's token orders what was planned; the job is shown, paused, resumed, slowed, cancelled, and watching it fails", async () => {
  const note = randomUUID();
  await storeMany(database.owner(), 12, { note });
  const asked = ["--became", `note=${note}`, "--to", "external-publisher"];
  const planned = await run(["republish", "plan", ...asked, "--json"]);
  expect(planned.code).toBe(0);
  const plan = JSON.parse(planned.lines[0] ?? "");
  expect(plan).toMatchObject({ count: 12, deliveries: 12 });
  const key = randomUUID();
  const order = ["republish", "create", ...asked, "--plan", plan.token, "--reason", "lost a batch", "--key", key];
  const made = await run(order);
  expect(made).toMatchObject({ code: 0 });
  const jobId = made.lines[0] ?? "";
  expect((await run(order)).lines).toEqual([jobId]);
  expect((await run(["republish", "show", jobId])).lines[0]).toContain("waiting · waiting 12");
  for (const word of ["pause", "resume"]) expect((await run(["republish", word, jobId])).code).toBe(0);
  expect((await run(["republish", "rate", jobId, "--to", "7"])).lines).toEqual([`${jobId}: 7/s`]);
  expect((await run(["republish", "approve", jobId])).said).toMatch(/another admin must approve/);
  expect((await run(["republish", "cancel", jobId])).code).toBe(0);
  const watched = await run(["republish", "watch", jobId]);
  expect(watched).toMatchObject({ code: 1, lines: ["cancelled · waiting 12"] });
  const outcomes = await run(["republish", "outcomes", jobId]);
  expect(outcomes.lines.map((line) => JSON.parse(line).state)).toEqual(Array.from({ length: 12 }, () => "waiting"));
  const csv = await run(["republish", "outcomes", jobId, "--csv"]);
  expect([csv.lines.length, csv.lines[0]]).toEqual([13, expect.stringMatching(/^eventId,memberId,state/)]);
  expect((await run(["republish", "retry", jobId, "--reason", "once more"])).said).toMatch(/nothing to send again/);
});

test("ids come from a file; without a token the order plans by itself and says what it orders", async () => {
  const ids = await storeMany(database.owner(), 3);
  const file = join(folder, "ids.txt");
  await writeFile(file, `${ids.join("\n")}\n${ids[0]}\n`);
  const made = await run(["republish", "create", "--event-ids", file, "--to", "ALL", "--reason", "lost a batch"]);
  expect(made).toMatchObject({ code: 0, said: expect.stringMatching(/^3 events of 3 members/) });
});

test("a gap is planned by what a registered address answers, and its fault is told", async () => {
  const note = randomUUID();
  const ids = await storeMany(database.owner(), 5, { note });
  const url = "https://held.example.com/ids";
  await registerHost(web, await makeActor(database.owner(), "admin"), { purpose: "held-events", url });
  const says = async (answer: { text: string } | { kind: "status"; detail: string }) => {
    let isOver = false;
    const planning = run([...plan, "--from", "2026-01-01T00:00Z", "--held-by", url]).finally(() => {
      isOver = true;
    });
    while (!isOver && !(await answerHeldEvents(worker, async () => answer)));
    return planning;
  };
  const plan = ["republish", "plan", "--became", `note=${note}`, "--subscriber", "external-publisher", "--to", "ALL"];
  const planned = await says({ text: JSON.stringify({ eventIds: ids.slice(1) }) });
  expect(planned).toMatchObject({ code: 0, lines: [expect.stringMatching(/^1 event of 1 member/)] });
  expect(await says({ kind: "status", detail: "503" })).toMatchObject({
    code: 1,
    said: expect.stringMatching(/status 503/),
  });
  const strange = await run([...plan, "--held-by", "https://nobody.example.com/"]);
  expect(strange).toMatchObject({ code: 2, said: expect.stringMatching(/--held-by must be an address/) });
});

test.each([
  [["republish", "plan", "--to", "ALL"], /which events/],
  [["republish", "plan", "--member", "m-1"], /--to must be given/],
  [["republish", "create", "--member", "m-1", "--to", "ALL"], /--reason must have at least 5/],
  [["republish", "plan", "--member", "m-1", "--to", "ALL", "--rate", "0"], /--rate must be a whole number/],
])("%j is refused as wrongly asked for", async (args, text) => {
  const refused = await run(args);
  expect(refused.code).toBe(2);
  expect(refused.said).toMatch(text);
});

test("an analyst is refused", async () => {
  expect(await run(["republish", "plan", "--member", "m-1", "--to", "ALL"], "analyst")).toMatchObject({
    code: 1,
    said: expect.stringMatching(/republish:see/),
  });
});
