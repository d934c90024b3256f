import type { OutgoingMessage } from "./message.ts";

/** SNS's limits for one PublishBatch (sns-semantics: ten entries, 256 KiB over all of them). */
const MAX_ENTRIES = 10;
const MAX_BYTES = 256 * 1024;

/** Cuts messages, in their order, into what one PublishBatch takes. */
export function splitIntoBatches(messages: readonly OutgoingMessage[]): OutgoingMessage[][] {
  const batches: OutgoingMessage[][] = [];
  let sizeBytes = 0;
  for (const message of messages) {
    const bytes = sizeOf(message);
    const current = batches.at(-1);
    if (current === undefined || current.length === MAX_ENTRIES || sizeBytes + bytes > MAX_BYTES) {
      batches.push([message]);
      sizeBytes = bytes;
    } else {
      current.push(message);
      sizeBytes += bytes;
    }
  }
  return batches;
}

/** Body and attributes, names and types included, as SNS counts them. */
function sizeOf({ body, attributes }: OutgoingMessage): number {
  const parts = Object.entries(attributes).flatMap(([name, { Type, Value }]) => [name, Type, Value]);
  return [body, ...parts].reduce((total, text) => total + Buffer.byteLength(text), 0);
}
