import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../db.ts";
import { deadLetterClients } from "../../messaging/dead-letters.ts";
import { queueClients } from "../../messaging/queues.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { useMessaging } from "../../testing/messaging.ts";
import { type ServedRoute, serveRoute } from "../../testing/serve-route.ts";
import { drainQueue, makeTopology } from "../../testing/topology.ts";
import { runDeadLetters } from "../../workers/dead-letters.ts";
import { runCommandLine } from "../run-command-line.ts";

const database = useDatabase();
const { prefix } = useMessaging();
let api: ServedRoute;
let token = "none";
const stop = new AbortController();
let worker: Promise<void>;

beforeAll(async () => {
  const topics = await makeTopology(database.url(), prefix);
  Object.assign(process.env, {
    ...{ INTERNAL_TOPIC_ARN: topics.internal, EXTERNAL_TOPIC_ARN: topics.external },
    DATABASE_URL: database.url("web"),
  });
  const { POST } = await import("../../../app/api/trpc/[trpc]/route.ts");
  api = await serveRoute(POST);
  const { login } = await makeActor(database.owner(), "admin");
  token = (await run(["tokens", "create", "--login", login])).lines[0] ?? "";
  worker = runLetterWorker();
});
afterAll(async () => {
  stop.abort();
  await Promise.all([worker, api.stop()]);
  const { searchDatabase, webDatabase } = await import("../../trpc/process/web-database.ts");
  await Promise.all([webDatabase().$client.end(), searchDatabase().$client.end()]);
});

/** The worker's loop, as it runs beside the web. */
async function runLetterWorker(): Promise<void> {
  const db = connect({ url: database.url("worker"), name: "test", max: 2 });
  await runDeadLetters({ db, signal: stop.signal });
  await db.$client.end();
}

async function run(args: readonly string[]) {
  const lines: string[] = [];
  const said: string[] = [];
  const env = { DATABASE_URL: database.url("web"), MEMBERSCOPE_URL: api.url, MEMBERSCOPE_TOKEN: token };
  const output = { print: (line: string) => void lines.push(line), say: (line: string) => void said.push(line) };
  const code = await runCommandLine(args, { env, output });
  return { code, lines, said: said.join("\n") };
}

async function die(bodies: readonly string[]): Promise<void> {
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `${prefix}recorder-dlq` }));
  for (const MessageBody of bodies) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  sqs.destroy();
}

test("letters are listed, read, brought back one by one, and discarded from the command line", async () => {
  await die(["first", "second", "third"]);
  const listed = await run(["deadletters", "list", "--json"]);
  expect(JSON.parse(listed.lines[0] ?? "")).toMatchObject({ subscriber: "recorder", waiting: 3, invisible: 0 });

  const read = await run(["deadletters", "read", "recorder", "--json"]);
  const letters = read.lines.map((line) => JSON.parse(line));
  expect(letters.map(({ body, cause }) => [body, cause]).sort()).toEqual([
    ["first", "not-json"],
    ["second", "not-json"],
    ["third", "not-json"],
  ]);
  const words = await run(["deadletters", "read", `${prefix}recorder`]);
  expect(words.lines[1]).toMatch(/^ {2}3 × -: no JSON/);

  const second = letters.find(({ body }) => body === "second");
  const one = await run(["deadletters", "redrive", "recorder", "--id", second.id, "--reason", "try it", "--json"]);
  expect(JSON.parse(one.lines[0] ?? "")).toMatchObject({ act: "redrive", done: 1, left: 0 });
  const queues = queueClients();
  expect((await drainQueue(queues, `${prefix}recorder`, 1)).map(({ body }) => body)).toEqual(["second"]);
  queues.close();

  const all = await run(["deadletters", "discard", "recorder", "--reason", "nobody needs them"]);
  expect([all.code, all.lines]).toEqual([0, [`2 of ${prefix}recorder discarded`]]);
  const deadLetters = deadLetterClients();
  expect(await deadLetters.counts(`${prefix}recorder`)).toEqual({ waiting: 0, inFlight: 0 });
  deadLetters.close();
});

test("an order without a reason, or for nobody's queue, says what to give", async () => {
  expect(await run(["deadletters", "redrive", "recorder"])).toMatchObject({
    code: 2,
    said: expect.stringContaining("--reason must be given"),
  });
  const nobody = await run(["deadletters", "discard", "nobody", "--reason", "not needed"]);
  expect(nobody).toMatchObject({ code: 1, said: expect.stringContaining('"nobody" is no subscriber') });
});
