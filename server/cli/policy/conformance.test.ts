import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { CreateTopicCommand, ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contestedCases, invalidPolicies, matchCases } from "../../conformance/policy-cases.ts";
import { type EmbeddedMessaging, startEmbeddedMessaging } from "../../embedded/messaging.ts";
import { waitUntil } from "../../testing/wait-until.ts";
import { startSnsProxy } from "../../testing/wire/sns-proxy.ts";
import { runCommandLine } from "../run-command-line.ts";

const PREFIX = "memberscope-conformance-";

let messaging: EmbeddedMessaging;
let sns: SNSClient;
let sqs: SQSClient;
const before = { ...process.env };

beforeAll(async () => {
  // Its own: it looks at everything that is there.
  messaging = await startEmbeddedMessaging();
  Object.assign(process.env, messaging.env);
  sns = new SNSClient({});
  sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
});
afterAll(async () => {
  sns.destroy();
  sqs.destroy();
  await messaging.stop();
  for (const name of Object.keys(messaging.env)) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
});

async function listTopics(): Promise<string[]> {
  const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
  return Topics.map(({ TopicArn = "" }) => TopicArn);
}

async function whatIsThere(): Promise<string[]> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  return [...(await listTopics()), ...QueueUrls].filter((name) => name.includes(PREFIX));
}

function start(...args: string[]) {
  const [printed, said]: [string[], string[]] = [[], []];
  const output = { print: (line: string) => void printed.push(line), say: (line: string) => void said.push(line) };
  const ended = runCommandLine(["conformance", ...args], { env: process.env, output });
  return { printed, said, ended };
}

test("without --aws it makes nothing, and says what it would make and what it needs", async () => {
  const { said, ended } = start();
  expect(await ended).toBe(2);
  expect(said.join("\n")).toMatch(
    /^\d+ cases: \d+ topics.*\nAt most \d+ requests, under US\$0\.\d\d.*\nThat needs an AWS account/,
  );
  expect(await whatIsThere()).toEqual([]);
});

test("every case is asked over the wire, agrees, and nothing is left", async () => {
  const { printed, said, ended } = start("--aws", "--patience", "0");
  expect(await ended, [...said, ...printed].join("\n")).toBe(0);
  expect(printed.slice(0, 4).map((line) => line.trim().split(/ {2,}/))).toEqual([
    ["agrees", "differs", "unproven", "not asked"],
    ["deliveries", String(matchCases.length), "0", "0", "0"],
    ["refusals", String(invalidPolicies.length), "0", "0", "0"],
    ["contested", String(contestedCases.length), "0", "0", "0"],
  ]);
  expect(printed).toContain("Contested, as SNS decides them:");
  expect(said).toContain("Everything is removed.");
  expect(await whatIsThere()).toEqual([]);
});

/** Stands before SNS and gives every subscription another policy than was asked for. */
async function startWrongSns() {
  const proxy = await startSnsProxy(messaging.snsEndpoint);
  proxy.mode = {
    change(form) {
      for (const [name, value] of [...form]) {
        if (value === "FilterPolicy") form.set(name.replace(/key$/, "value"), '{"nobody":[{"exists":false},"x"]}');
      }
    },
  };
  process.env.AWS_ENDPOINT_URL_SNS = proxy.url;
  return {
    async stop() {
      process.env.AWS_ENDPOINT_URL_SNS = messaging.snsEndpoint;
      await proxy.stop();
    },
  };
}

test("an answer that differs is reported with exit code 1 once it has outlasted the patience", async () => {
  const wrong = await startWrongSns();
  try {
    const { printed, said, ended } = start(
      "--aws",
      "--only",
      "attr-prefix",
      "--limit",
      "3",
      "--patience",
      "1",
      "--json",
    );
    expect(await ended).toBe(1);
    const verdicts = printed.map((line) => JSON.parse(line)).map(({ id, verdict }) => [id, verdict]);
    const cases = matchCases.filter(({ id }) => id.startsWith("attr-prefix")).slice(0, 3);
    expect(verdicts).toEqual(cases.map(({ id, matches }) => [id, matches ? "agrees" : "differs"]));
    expect(said.filter((line) => line.startsWith("Round "))).toHaveLength(2);
    expect(await whatIsThere()).toEqual([]);
  } finally {
    await wrong.stop();
  }
});

test("Ctrl-C ends a run that is waiting, and everything is removed", async () => {
  const wrong = await startWrongSns();
  try {
    const main = join(import.meta.dirname, "../main.ts");
    const args = ["conformance", "--aws", "--only", "attr-prefix"];
    const child = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "inherit", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    const exited = once(child, "exit");
    await waitUntil("a round is over", () => said.includes("Round 1"));
    expect(await whatIsThere()).not.toEqual([]);
    child.kill("SIGINT");
    expect(await exited).toEqual([1, null]);
    expect(said).toMatch(
      /Ending: removing what was made\.\nEverything is removed\.\nEnded before every case was asked\.\n$/,
    );
    expect(await whatIsThere()).toEqual([]);
  } finally {
    await wrong.stop();
  }
});

test("what a killed run left is removed by its prefix", async () => {
  await sns.send(new CreateTopicCommand({ Name: `${PREFIX}12345678-policy-1` }));
  await sns.send(new CreateTopicCommand({ Name: `${PREFIX}87654321-policy-1` }));
  await sqs.send(new CreateQueueCommand({ QueueName: `${PREFIX}12345678-queue` }));
  const { ended } = start("--aws", "--remove", `${PREFIX}12345678-`);
  expect(await ended).toBe(0);
  expect((await whatIsThere()).map((name) => name.split(":").at(-1))).toEqual([`${PREFIX}87654321-policy-1`]);
  await start("--aws", "--remove", `${PREFIX}87654321-`).ended;
  const { said, ended: refused } = start("--aws", "--remove", "my-");
  expect(await refused).toBe(2);
  expect(said[0]).toContain("--remove must be the prefix that a run printed");
});

test("what cannot be removed is said, with the way out", async () => {
  const proxy = await startSnsProxy(messaging.snsEndpoint);
  process.env.AWS_ENDPOINT_URL_SNS = proxy.url;
  proxy.mode = {
    change(form) {
      if (form.get("Action") === "DeleteTopic") form.set("Action", "DeleteNothing");
    },
  };
  const { said, ended } = start("--aws", "--only", "attr-suffix-03", "--patience", "0");
  expect(await ended).toBe(1);
  process.env.AWS_ENDPOINT_URL_SNS = messaging.snsEndpoint;
  await proxy.stop();
  const prefix = /--remove (\S+)/.exec(said.join("\n"))?.[1] ?? "";
  expect(said.join("\n")).toContain(`Could not be removed:\n  topic ${prefix}policy-1`);
  expect(await start("--aws", "--remove", prefix).ended).toBe(0);
  expect(await whatIsThere()).toEqual([]);
});

test("an account that cannot be reached is one sentence, and there is nothing to remove", async () => {
  process.env.AWS_ENDPOINT_URL_SQS = "http://127.0.0.1:9";
  const { said, ended } = start("--aws", "--limit", "1");
  expect(await ended).toBe(1);
  process.env.AWS_ENDPOINT_URL_SQS = messaging.sqsEndpoint;
  expect(said.at(-1)).toMatch(/^AWS did not do it: /);
});
