import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { removeDirectory } from "../embedded/remove-directory.ts";
import { useDatabase } from "../testing/database.ts";
import { useMessaging } from "../testing/messaging.ts";
import { makeTopology } from "../testing/topology.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { startWorkerProcess, type WorkerProcess } from "../testing/worker-process.ts";
import { loadDemo } from "./load.ts";

const database = useDatabase();
const messaging = useMessaging();
const directory = mkdtempSync(join(tmpdir(), "memberscope-demo-"));
let worker: WorkerProcess;
let demo: ChildProcess;
let output = "";

beforeAll(async () => {
  const tokens = { familyAccountToken: "f".repeat(32), partnerReporterToken: "p".repeat(32) };
  await loadDemo({ ownerUrl: database.url(), queuePrefix: messaging.prefix, members: 160, ...tokens, log: () => {} });
  const arns = await makeTopology(database.url(), messaging.prefix);
  const env = {
    WORKER_DATABASE_URL: database.url("worker"),
    INTERNAL_TOPIC_ARN: arns.internal,
    EXTERNAL_TOPIC_ARN: arns.external,
    QUEUE_PREFIX: messaging.prefix,
    MEMBERSCOPE_DATA_DIR: directory,
    DEMO: "1",
  };
  worker = await startWorkerProcess(env);
  demo = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: {
      ...process.env,
      ...env,
      FAMILY_ACCOUNT_DATABASE_URL: database.url("family_account"),
      FAMILY_ACCOUNT_TOKEN: tokens.familyAccountToken,
      PARTNER_REPORTER_DATABASE_URL: database.url("partner_reporter"),
      PARTNER_REPORTER_TOKEN: tokens.partnerReporterToken,
      DOMAIN_WRITER_DATABASE_URL: database.url("domain_writer"),
      // Nobody answers there: what the outside systems cannot ask comes again later.
      PUBLIC_URL: "http://127.0.0.1:9",
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const stream of [demo.stdout, demo.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await Promise.race([
    once(demo, "message"),
    once(demo, "exit").then(() => {
      throw new Error(`the demo ended before it was ready:\n${output}`);
    }),
  ]);
});
afterAll(async () => {
  demo.kill("SIGKILL");
  await worker.kill();
  await removeDirectory(directory);
});

test("while the demo runs, members act, policies follow, and what they did is published; it stops when asked", async () => {
  await waitUntil("three of its acts published", async () => {
    const published = await database.owner()`
      select from demo_world.run r join event.member_event e on e.stored_at > r.now
        join event.publication p on p.event_id = e.id and p.layer = 1 limit 3`;
    return published.length === 3;
  });
  const exited = once(demo, "exit");
  demo.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
  expect(output).toContain("demo stopped");
  expect(output).not.toContain("step failed");
});
