import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { type EmbeddedMessaging, startEmbeddedMessaging } from "../embedded/messaging.ts";
import type { EmbeddedPostgres } from "../embedded/postgres.ts";
import { startTemporaryPostgres } from "../embedded/temporary-postgres.ts";
import { migrate } from "../migrate.ts";
import { createLoginRoles } from "../start/local/login-roles.ts";
import { TEMPLATE_DATABASE } from "./template-database.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Superuser, database `postgres`. */
    postgresUrl: string;
    messagingEnvironment: EmbeddedMessaging["env"];
  }
}

/** One PostgreSQL with a migrated template and one embedded SNS/SQS for all test files of a run. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const [server, messaging] = await Promise.all([startTemporaryPostgres(), startEmbeddedMessaging()]);
  const tearDown = async () => {
    await Promise.all([server.stop(), messaging.stop()]);
  };
  try {
    await makeTemplate(server);
  } catch (error) {
    await tearDown();
    throw error;
  }
  project.provide("postgresUrl", server.url);
  project.provide("messagingEnvironment", messaging.env);
  return tearDown;
}

async function makeTemplate(server: EmbeddedPostgres): Promise<void> {
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  await admin`create database ${admin(TEMPLATE_DATABASE)}`;
  await admin.end();
  const template = new URL(server.url);
  template.pathname = TEMPLATE_DATABASE;
  await migrate({ url: template.href, searchHashKey: "tests only" });
  await createLoginRoles({ url: server.url, passwordOf: () => null });
}
