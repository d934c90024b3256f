import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, inject } from "vitest";
import type { MessagingEnvironment } from "../embedded/messaging.ts";

/** The embedded SNS and SQS that all test files share. */
export interface TestMessaging {
  /** The AWS SDK's variables; they are also set in `process.env` while the file runs. */
  env: MessagingEnvironment;
  snsEndpoint: string;
  sqsEndpoint: string;
  /** Begins every topic and queue name of this file, so that files do not meet; also set as QUEUE_PREFIX. */
  prefix: string;
}

/** Connects a test file to the embedded SNS and SQS. Call it at the top of the file, once. */
export function useMessaging(): TestMessaging {
  const env = inject("messagingEnvironment");
  const prefix = `test-${randomUUID().slice(0, 8)}-`;
  const settings = { ...env, QUEUE_PREFIX: prefix };
  const before = Object.keys(settings).map((name) => [name, process.env[name]] as const);

  beforeAll(() => {
    Object.assign(process.env, settings);
  });
  afterAll(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  return { env, snsEndpoint: env.AWS_ENDPOINT_URL_SNS, sqsEndpoint: env.AWS_ENDPOINT_URL_SQS, prefix };
}
