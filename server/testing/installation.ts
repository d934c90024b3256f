import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { findFreePort } from "../embedded/free-port.ts";
import { startEmbeddedPostgres } from "../embedded/postgres.ts";
import { REGION } from "../embedded/sns/aws-account.ts";
import { migrate } from "../migrate.ts";
import { connectAs, createLoginRoles } from "../start/local/login-roles.ts";
import { insertTestCatalog } from "./catalog.ts";

/** Everything a benchmark runs on, as npm start has it: durable PostgreSQL, SNS and SQS with persistence in their own process. */
export type Installation = { ownerUrl: string; workerUrl: string; stop(): Promise<void> };

/** Starts PostgreSQL, migrated and with the test catalog, and SNS/SQS; sets the AWS SDK's variables of this process. */
export async function startInstallation(): Promise<Installation> {
  const base = mkdtempSync(join(tmpdir(), "memberscope-bench-"));
  // Run as root, the server has another account, which must be able to enter.
  chmodSync(base, 0o755);
  const messaging = await startMessaging(join(base, "messaging"));
  const server = await startEmbeddedPostgres({ dir: join(base, "pg"), durable: true });
  await migrate({ url: server.url, searchHashKey: "benchmarks only" });
  await createLoginRoles({ url: server.url, passwordOf: () => null });
  const owner = postgres(server.url, { max: 1, onnotice: () => {} });
  await insertTestCatalog(owner);
  await owner.end();
  return {
    ownerUrl: server.url,
    workerUrl: connectAs(server.url, { role: "worker", password: null }),
    async stop() {
      messaging.kill("SIGTERM");
      await Promise.all([server.stop(), once(messaging, "exit")]);
      rmSync(base, { recursive: true, force: true });
    },
  };
}

async function startMessaging(directory: string): Promise<ChildProcess> {
  const [snsPort, sqsPort] = [await findFreePort(), await findFreePort()];
  const child = spawn(process.execPath, [join(import.meta.dirname, "../embedded/messaging-main.ts")], {
    env: {
      ...process.env,
      MESSAGING_DATA_DIR: directory,
      MESSAGING_SNS_PORT: String(snsPort),
      MESSAGING_SQS_PORT: String(sqsPort),
    },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await once(child, "message");
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SNS: `http://127.0.0.1:${snsPort}`,
    AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${sqsPort}`,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: "embedded",
    AWS_SECRET_ACCESS_KEY: "embedded",
  });
  return child;
}
