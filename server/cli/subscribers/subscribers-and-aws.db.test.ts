import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../db.ts";
import { recorderEntry } from "../../subscribers/built-in-subscribers.ts";
import { registerSubscriber } from "../../subscribers/register-subscriber.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { useMessaging } from "../../testing/messaging.ts";
import { type ServedRoute, serveRoute } from "../../testing/serve-route.ts";
import { runCommandLine } from "../run-command-line.ts";

const database = useDatabase();
const { prefix } = useMessaging();
const arnOf = (name: string) => `arn:aws:sns:us-east-1:000000000000:${prefix}${name}`;
const topics = { INTERNAL_TOPIC_ARN: arnOf("internal"), EXTERNAL_TOPIC_ARN: arnOf("external") };
let api: ServedRoute;
let folder: string;
let token = "none";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "memberscope-"));
  Object.assign(process.env, { ...topics, DATABASE_URL: database.url("web") });
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await registerSubscriber(owner, recorderEntry(prefix));
  await owner.$client.end();
  const { POST } = await import("../../../app/api/trpc/[trpc]/route.ts");
  api = await serveRoute(POST);
  const { login } = await makeActor(database.owner(), "admin");
  token = (await run(["tokens", "create", "--login", login])).lines[0] ?? "";
});
afterAll(async () => {
  await Promise.all([api.stop(), rm(folder, { recursive: true })]);
  const { searchDatabase, webDatabase } = await import("../../trpc/process/web-database.ts");
  await Promise.all([webDatabase().$client.end(), searchDatabase().$client.end()]);
});

async function run(args: readonly string[], given: Record<string, string> = {}) {
  const lines: string[] = [];
  const said: string[] = [];
  const env = {
    ...topics,
    DATABASE_URL: database.url("web"),
    MEMBERSCOPE_URL: api.url,
    MEMBERSCOPE_TOKEN: token,
    ...given,
  };
  const output = { print: (line: string) => void lines.push(line), say: (line: string) => void said.push(line) };
  const code = await runCommandLine(args, { env, output });
  return { code, lines, said: said.join("\n") };
}

const about = [
  "--layer",
  "external",
  "--owner",
  "benefits",
  "--placement",
  "external",
  "--ko",
  "혜택",
  "--en",
  "Benefits",
];

test("what is registered is planned, made, and then nothing differs", async () => {
  const file = join(folder, "policy.json");
  await writeFile(file, '{"action": [{"prefix": "member."}]}');
  const policy = ["--policy", file, "--token-field", "state", "--token-reason", "a test needs it"];
  const registered = await run(["subscribers", "register", "benefits", ...about, ...policy]);
  expect([registered.code, registered.lines.length]).toEqual([0, 1]);
  expect(registered.lines[0]).toMatch(/^memberscope_service_/);

  const plan = await run(["aws", "plan", "--json"]);
  expect(plan.code).toBe(0);
  expect(
    plan.lines
      .map((line) => JSON.parse(line))
      .map(({ act, kind }) => `${act} ${kind}`)
      .sort(),
  ).toEqual([
    ...Array.from({ length: 4 }, () => "create queue"),
    ...Array.from({ length: 3 }, () => "create subscription"),
    ...Array.from({ length: 2 }, () => "create topic"),
  ]);
  const before = await run(["subscribers", "list"]);
  expect(before.code).toBe(0);
  const applied = await run(["aws", "apply"]);
  expect([applied.code, applied.said]).toEqual([0, "9 differences."]);
  const again = await run(["aws", "plan"]);
  expect([again.lines, again.said]).toEqual([[], "Nothing differs."]);

  const shown = await run(["subscribers", "show", "benefits", "--json"]);
  expect(JSON.parse(shown.lines[0] ?? "")).toMatchObject({
    subscriber: {
      queueName: `${prefix}benefits`,
      inForce: { state: "same" },
      policy: { target: ["ALL", "benefits"], action: [{ prefix: "member." }] },
    },
    tokens: [{ fields: ["state"], revokedAt: null }],
  });
  expect((await run(["subscribers", "list"])).lines.join("\n")).toContain("benefits  external, external, benefits");
});

test("a policy that SNS refuses is refused in its words, and nothing is registered", async () => {
  const file = join(folder, "bad.json");
  await writeFile(file, '{"action": "member.joined"}');
  const { code, said } = await run(["subscribers", "register", "bad", ...about, "--policy", file]);
  expect(code).toBe(1);
  expect(said).toContain('"action" must be an object or an array');
  expect((await run(["subscribers", "show", "bad"])).said).toContain("There is no subscriber bad");
});

test("the IAM documents are JSON, one for each who needs one", async () => {
  const { lines } = await run(["aws", "plan", "--iam", "--json"]);
  const documents = lines.map((line) => JSON.parse(line));
  expect(documents.map((one) => one.for)).toEqual(
    expect.arrayContaining(["web", "worker", "memberscope aws apply", "subscriber benefits"]),
  );
});

test("a missing setting or option is said as such", async () => {
  const said: string[] = [];
  const output = { print: () => {}, say: (line: string) => void said.push(line) };
  expect(await runCommandLine(["aws", "plan"], { env: {}, output })).toBe(2);
  expect(said.join()).toContain("INTERNAL_TOPIC_ARN");
  const incomplete = await run(["subscribers", "register", "x", "--layer", "nowhere"]);
  expect(incomplete.code).toBe(2);
  expect(incomplete.said).toContain("--layer");
});

test("what AWS lacks, and a topic of another account, are said with the way out", async () => {
  const elsewhere = `arn:aws:sns:ap-northeast-2:123456789012:${prefix}elsewhere`;
  const other = await run(["aws", "apply"], { INTERNAL_TOPIC_ARN: elsewhere });
  expect(other.code).toBe(1);
  expect(other.said).toMatch(/made is arn:aws:sns:us-east-1:0{12}:.*, but arn:aws:sns:ap-northeast-2:.*Set AWS_REGION/);
  const region = process.env.AWS_REGION;
  delete process.env.AWS_REGION;
  try {
    expect((await run(["aws", "plan"])).said).toMatch(
      /Region is missing\. Set AWS_REGION to the region of the topics\./,
    );
  } finally {
    Object.assign(process.env, { AWS_REGION: region });
  }
});
