import { z } from "zod";
import { jsonObject } from "../vocabulary/json-object.ts";
import type { Change, JsonValue, LayerName } from "../vocabulary/member-event.ts";

/** SNS attributes as event.message_attributes_of gives them. */
export type MessageAttributes = Record<string, { Type: string; Value: string }>;

/** A message to publish. The body is PostgreSQL's text and is never serialized again. */
export type OutgoingMessage = { eventId: string; body: string; attributes: MessageAttributes };

/** What the detector writes where a job would write its id. */
export const DETECTOR = "detector";

/** The member event as a message carries it; `attributes` and `context` are empty in the closed, external form. */
export type MessageEvent = {
  eventId: string;
  memberId: string;
  action: string;
  version: number;
  changed: string[];
  attributes: Record<string, Change>;
  context: Record<string, JsonValue>;
  /** ISO 8601 in UTC. */
  occurredAt: string;
  correlationId: string | null;
  causationId: string | null;
};

/** A message as a subscriber gets it. */
export type MemberscopeMessage = {
  event: MessageEvent;
  /** The text as it came. */
  body: string;
  attributes: MessageAttributes;
  layer: LayerName;
  /** `ALL`, or the one subscriber it was sent to. */
  target: string;
  /** Null for the first message, `detector`, or the id of a republish job. */
  replay: string | null;
  /** Which sending it is, counted by whoever sends again; null for the first message. */
  attempt: number | null;
};

/** A message with another address than the one everybody got: what a resend changes, and nothing else. */
export type Resend = { target?: string; replay: string; attempt: number };

/** What JSON.parse gave is JSON: walking it once more would end the stack on what is deeply nested. */
const anyJson = z.custom<JsonValue>();

const bodySchema = z.object({
  eventId: z.uuid(),
  memberId: z.string(),
  action: z.string(),
  version: z.number(),
  changed: z.array(z.string()),
  attributes: z.record(z.string(), z.object({ from: anyJson.optional(), to: anyJson.optional() })).default({}),
  context: jsonObject.default({}),
  occurredAt: z.string(),
  // A producer's own, of any version and variant: PostgreSQL takes them all.
  correlationId: z.guid().nullable().default(null),
  causationId: z.guid().nullable().default(null),
});

const headerSchema = z.object({
  layer: z.object({ Value: z.enum(["internal", "external"]) }),
  target: z.object({ Value: z.string().min(1) }),
  replay: z.object({ Value: z.union([z.literal(DETECTOR), z.uuid()]) }).optional(),
  attempt: z.object({ Value: z.coerce.number().int() }).optional(),
});

/** The message as a resend of it: same body, same attributes but for target, replay and attempt. */
export function forResend(message: OutgoingMessage, { target, replay, attempt }: Resend): OutgoingMessage {
  const attributes: MessageAttributes = {
    ...message.attributes,
    replay: { Type: "String", Value: replay },
    attempt: { Type: "Number", Value: String(attempt) },
  };
  if (target !== undefined) attributes.target = { Type: "String", Value: target };
  return { ...message, attributes };
}

/**
 * Reads a message that came through one of the two topics with raw delivery.
 *
 * @returns null for anything that is not a member event of ours: somebody else wrote into the queue.
 */
export function readMessage(body: string, attributes: MessageAttributes): MemberscopeMessage | null {
  const header = headerSchema.safeParse(attributes);
  const event = bodySchema.safeParse(parseJson(body));
  if (!header.success || !event.success) return null;
  const { layer, target, replay, attempt } = header.data;
  return {
    event: { ...event.data, attributes: readChanges(event.data.attributes) },
    body,
    attributes,
    layer: layer.Value,
    target: target.Value,
    replay: replay?.Value ?? null,
    attempt: attempt?.Value ?? null,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A side that is not there stays away, so that "was null" and "was not said" differ. */
function readChanges(
  attributes: Record<string, { from?: JsonValue | undefined; to?: JsonValue | undefined }>,
): Record<string, Change> {
  const changes = Object.entries(attributes).map(([name, { from, to }]): [string, Change] => [
    name,
    { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
  ]);
  return Object.fromEntries(changes);
}
