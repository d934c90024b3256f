import { buildApp } from "fauxqs";
import { z } from "zod";
import { openQueueStores } from "./queue-stores.ts";
import { ACCOUNT, REGION } from "./sns/aws-account.ts";
import { letFauxqsTakeAllCharacters } from "./sns/message-characters.ts";
import type { QueueEntry } from "./sns/queue-entry.ts";

/** An SQS server on loopback. */
export interface EmbeddedSqs {
  endpoint: string;
  /** Puts messages into a queue without going through the network; see SendToQueue. */
  send(queueArn: string, entries: readonly QueueEntry[]): Promise<void>;
  stop(): Promise<void>;
}

/** SQS takes one MiB a call; the JSON around the bodies needs some of it. */
const MAX_CALL_BYTES = 900 * 1024;

const MAX_CALL_ENTRIES = 10;

const sendResult = z.object({ Failed: z.array(z.object({ Code: z.string(), Message: z.string() })).default([]) });
const sendError = z.object({ __type: z.string(), message: z.string().optional() });

/**
 * Starts fauxqs on 127.0.0.1, as SQS alone.
 *
 * @param dataDir where queues and messages are kept between starts; null keeps them in memory.
 * @param port 0 for a free one.
 */
export async function startEmbeddedSqs({
  dataDir,
  port,
}: {
  dataDir: string | null;
  port: number;
}): Promise<EmbeddedSqs> {
  letFauxqsTakeAllCharacters();
  const kept = dataDir === null ? null : openQueueStores(dataDir);
  const app = buildApp({ logger: false, defaultRegion: REGION, ...(kept === null ? {} : { stores: kept.stores }) });
  const endpoint = await app.listen({ host: "127.0.0.1", port });

  async function sendCall(queueName: string, entries: readonly QueueEntry[]): Promise<void> {
    const response = await app.inject({
      method: "POST",
      url: "/",
      headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.SendMessageBatch" },
      payload: JSON.stringify({
        QueueUrl: `${endpoint}/${ACCOUNT}/${queueName}`,
        Entries: entries.map((entry, index) => ({ Id: String(index), ...entry })),
      }),
    });
    const body: unknown = JSON.parse(response.body);
    if (response.statusCode !== 200) return refuseUnlessQueueIsGone(queueName, sendError.parse(body));
    const [failed] = sendResult.parse(body).Failed;
    if (failed !== undefined)
      throw new Error(`The queue ${queueName} refused a message: ${failed.Code} ${failed.Message}`);
  }

  return {
    endpoint,
    async send(queueArn, entries) {
      const queueName = queueArn.slice(queueArn.lastIndexOf(":") + 1);
      for (const call of splitIntoCalls(entries)) await sendCall(queueName, call);
    },
    async stop() {
      await app.close();
      kept?.close();
    },
  };
}

/** A subscription may outlive its queue: SNS then has nowhere to deliver to, and the publish is accepted all the same. */
function refuseUnlessQueueIsGone(queueName: string, error: z.infer<typeof sendError>): void {
  if (error.__type.endsWith("QueueDoesNotExist")) return;
  throw new Error(`The queue ${queueName} refused a batch: ${error.__type} ${error.message ?? ""}`);
}

function splitIntoCalls(entries: readonly QueueEntry[]): QueueEntry[][] {
  const calls: QueueEntry[][] = [];
  let size = 0;
  for (const entry of entries) {
    const bytes = Buffer.byteLength(JSON.stringify(entry));
    const current = calls.at(-1);
    if (current === undefined || current.length === MAX_CALL_ENTRIES || size + bytes > MAX_CALL_BYTES) {
      calls.push([entry]);
      size = bytes;
    } else {
      current.push(entry);
      size += bytes;
    }
  }
  return calls;
}
