import type { Server } from "node:http";
import { join } from "node:path";
import { REGION } from "./sns/aws-account.ts";
import { createSnsServer } from "./sns/sns-server.ts";
import { openTopicRegistry } from "./sns/topic-registry.ts";
import { startEmbeddedSqs } from "./sqs.ts";

/** SNS and SQS on loopback. */
export interface EmbeddedMessaging {
  snsEndpoint: string;
  sqsEndpoint: string;
  /** What makes the AWS SDK use them; the credentials are those of nobody and are not checked. */
  env: MessagingEnvironment;
  stop(): Promise<void>;
}

/** The AWS SDK's own variables. */
export interface MessagingEnvironment {
  AWS_ENDPOINT_URL_SNS: string;
  AWS_ENDPOINT_URL_SQS: string;
  AWS_REGION: string;
  AWS_ACCESS_KEY_ID: string;
  AWS_SECRET_ACCESS_KEY: string;
}

/** Where to listen and what to keep. */
export interface MessagingStart {
  /** Topics, subscriptions, queues and messages are kept here between starts; without it they live in memory. */
  dataDir?: string;
  snsPort?: number;
  sqsPort?: number;
}

/**
 * Starts the embedded SNS and SQS on 127.0.0.1; without ports on free ones.
 *
 * @throws when a port is taken or the directory cannot be written.
 */
export async function startEmbeddedMessaging(start: MessagingStart = {}): Promise<EmbeddedMessaging> {
  const dataDir = start.dataDir ?? null;
  const sqs = await startEmbeddedSqs({ dataDir, port: start.sqsPort ?? 0 });
  const registry = openTopicRegistry(dataDir === null ? null : join(dataDir, "topics.json"));
  const sns = createSnsServer(registry, sqs.send);
  // Longer than a client keeps an idle connection: a reused one must not be closed under its request.
  sns.keepAliveTimeout = 65_000;
  const snsEndpoint = await listen(sns, start.snsPort ?? 0);
  return {
    snsEndpoint,
    sqsEndpoint: sqs.endpoint,
    env: {
      AWS_ENDPOINT_URL_SNS: snsEndpoint,
      AWS_ENDPOINT_URL_SQS: sqs.endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: "embedded",
      AWS_SECRET_ACCESS_KEY: "embedded",
    },
    async stop() {
      await new Promise((resolve) => {
        sns.close(resolve);
        sns.closeIdleConnections();
        setTimeout(() => sns.closeAllConnections(), 1000).unref();
      });
      await sqs.stop();
    },
  };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      if (address !== null && typeof address === "object") resolve(`http://127.0.0.1:${address.port}`);
      else reject(new Error("The embedded SNS got no port on 127.0.0.1."));
    });
  });
}
