import type { Db, Executor } from "../db.ts";
import { log } from "../log.ts";
import type { Change, JsonValue } from "../vocabulary/member-event.ts";
import { isLeftToSender } from "./is-left-to-sender.ts";

/** What an action raises: which member did what, which attributes changed. Personal values stand here in the clear; storing masks them. */
export type ApplicationEvent = {
  memberId: string;
  /** Past tense, as the event catalog has it. */
  action: string;
  attributes?: Record<string, Change>;
  context?: Record<string, JsonValue>;
  /** The story it belongs to; left out, the event begins one. */
  correlationId?: string | null;
  /** The event that made it happen. */
  causationId?: string | null;
  /** The producer's own name and id of it: storing the same pair again gives the first event. */
  source?: { name: string; eventId: string };
};

/** The message of a stored event exactly as it is to be published. */
export type StoredMessage = {
  eventId: string;
  body: string;
  attributes: Record<string, { Type: string; Value: string }>;
};

/** The two subscribers of application events. */
export type FirstLayer = {
  /** Stores the event with the action; throwing undoes the action. Null when this event was stored before. */
  inTransaction(tx: Executor, event: ApplicationEvent): Promise<{ eventId: string; message: StoredMessage | null }>;
  /** Publishes after commit; its failure and its slowness are never the action's. */
  afterCommit(message: StoredMessage): Promise<void>;
  /** Takes what will not be published here, so that it need not wait for the detector. Returns at once. */
  leave(messages: readonly StoredMessage[]): void;
};

/** Hands an application event to the first layer; gives the id under which it is stored. */
export type Raise = (event: ApplicationEvent) => Promise<string>;

/** An action waits this long for its messages: most answers of SNS come sooner, and a hanging SNS must not hold members up. */
const AFTER_COMMIT_WAIT_MS = 250;

/** A stop is in effect within two seconds: a transaction that stored its first event longer ago than this asks once more. */
const STORED_LONG_AGO_MS = 1000;

/** Publishing left behind by waiting actions, over all of this process: beyond it a message is left to the sender. */
const MAX_LEFT_BEHIND = 256;
let leftBehind = 0;

/** Actions whose messages are still unanswered after their wait: while there are any, SNS is slow or hangs, and no further action waits. */
let late = 0;
let isOverflowing = false;

/**
 * Runs one domain action in a transaction, with the first layer: every event it raises is stored inside, and published
 * after commit.
 *
 * Committed together or not at all: a throwing action or a failing store leaves neither change nor event, and nothing is
 * published. What could not be published is sent by the detector; that failure is only logged.
 *
 * @returns what the action returned, at most 250 ms after its commit, and at once while SNS owes another action its answer so long.
 * @throws what the action or the store threw.
 */
export async function domainTransaction<T>(
  db: Db,
  layer: FirstLayer,
  act: (tx: Executor, raise: Raise) => Promise<T>,
): Promise<T> {
  const messages: StoredMessage[] = [];
  let firstStoredAt = Infinity;
  const result = await db.transaction(async (tx) => {
    const storing: Promise<string>[] = [];
    const outcome = await act(tx, (event) => {
      firstStoredAt = Math.min(firstStoredAt, performance.now());
      const stored = storeEvent(tx, layer, event, messages);
      // An action that throws by itself first leaves nobody to wait for this one.
      stored.catch(() => undefined);
      storing.push(stored);
      return stored;
    });
    // An action that does not wait for the id still commits with its event, or not at all.
    await Promise.all(storing);
    return outcome;
  });
  if (performance.now() - firstStoredAt > STORED_LONG_AGO_MS && (await mustBeLeft(db))) layer.leave(messages);
  else await publishWithin(AFTER_COMMIT_WAIT_MS, layer, messages);
  return result;
}

/** The action is committed: whatever the question meets is not its failure. */
function mustBeLeft(db: Db): Promise<boolean> {
  return isLeftToSender(db, "internal").catch(() => false);
}

async function storeEvent(
  tx: Executor,
  layer: FirstLayer,
  event: ApplicationEvent,
  messages: StoredMessage[],
): Promise<string> {
  const { eventId, message } = await layer.inTransaction(tx, event);
  if (message) messages.push(message);
  return eventId;
}

async function publishWithin(waitMs: number, layer: FirstLayer, messages: readonly StoredMessage[]): Promise<void> {
  if (messages.length === 0) return;
  if (leftBehind + messages.length > MAX_LEFT_BEHIND) {
    if (!isOverflowing) log.warn({ leftBehind }, "SNS is too slow: further events are left to the sender");
    isOverflowing = true;
    layer.leave(messages);
    return;
  }
  isOverflowing = false;
  leftBehind += messages.length;
  const published = Promise.all(messages.map((message) => publishOne(layer, message)));
  if (late > 0) return;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), waitMs);
  });
  const end = await Promise.race([published, limit]);
  clearTimeout(timer);
  if (end !== "late") return;
  late += 1;
  void published.finally(() => {
    late -= 1;
  });
}

async function publishOne(layer: FirstLayer, message: StoredMessage): Promise<void> {
  try {
    await layer.afterCommit(message);
  } catch (error) {
    log.warn({ eventId: message.eventId, error: String(error) }, "not published: left to the detector");
  } finally {
    leftBehind -= 1;
  }
}
