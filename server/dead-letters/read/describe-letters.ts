import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { DeadLetter } from "../../messaging/dead-letters.ts";
import { DETECTOR, type MemberscopeMessage, readMessage } from "../../messaging/message.ts";
import { textArray } from "../../sql-values.ts";
import { EXTERNAL_PUBLISHER, RECORDER } from "../../subscribers/built-in-subscribers.ts";
import type { LetterCause, LetterView } from "../../vocabulary/dead-letter.ts";

/** More than a person reads of one; the whole comes back all the same. */
const SHOWN_BYTES = 16 * 1024;

/** Whose letters they are; `isOwn` when its handler runs here. */
export type LetterOwner = { id: string; isOwn: boolean; queueName: string };

/** What the database knows of the events of letters. */
type Facts = {
  actions: ReadonlyMap<string, string>;
  /** `event delivery` of what was handled. */
  handled: ReadonlySet<string>;
  /** What the consumer said last, by the letter's id. */
  errors: ReadonlyMap<string, string>;
};

/** Says of each letter whose event it carries and, as far as the database can tell, why it is dead. */
export async function describeLetters(
  db: Executor,
  owner: LetterOwner,
  letters: readonly DeadLetter[],
): Promise<LetterView[]> {
  const read = letters.map((letter) => ({ letter, message: readMessage(letter.body, letter.attributes) }));
  const ids = [...new Set(read.flatMap(({ message }) => message?.event.eventId ?? []))];
  const facts = { ...(await factsOf(db, owner, ids)), errors: await errorsOf(db, owner, letters) };
  return read.map(({ letter, message }) => viewOf(letter, message, { owner, facts }));
}

function viewOf(
  { id, body, attributes, sentAt, receiveCount }: DeadLetter,
  message: MemberscopeMessage | null,
  { owner, facts }: { owner: LetterOwner; facts: Facts },
): LetterView {
  const event = message?.event;
  const bytes = Buffer.byteLength(body);
  return {
    id,
    cause: causeOf(body, message, { owner, facts }),
    error: facts.errors.get(id) ?? null,
    eventId: event?.eventId ?? null,
    memberId: event?.memberId ?? null,
    action: event === undefined ? null : (facts.actions.get(event.eventId) ?? event.action),
    sentAt,
    receiveCount,
    target: message?.target ?? null,
    replay: message?.replay ?? null,
    body: bytes <= SHOWN_BYTES ? body : Buffer.from(body).subarray(0, SHOWN_BYTES).toString(),
    bodyBytes: bytes,
    attributes,
  };
}

function causeOf(
  body: string,
  message: MemberscopeMessage | null,
  { owner, facts }: { owner: LetterOwner; facts: Facts },
): LetterCause {
  if (message === null) return isJson(body) ? "not-ours" : "not-json";
  const { eventId } = message.event;
  if (!facts.actions.has(eventId)) return "unknown-event";
  if (!owner.isOwn) return "outside";
  return facts.handled.has(`${eventId} ${deliveryOf(owner, message)}`) ? "handled" : "given-up";
}

/** What the owner's traces of handling are named by: the recorder's by layer, a policy's by delivery. */
function deliveryOf({ id }: LetterOwner, { layer, replay }: MemberscopeMessage): string {
  if (id === RECORDER) return layer;
  if (id === EXTERNAL_PUBLISHER) return "external";
  return replay === null || replay === DETECTOR ? "live" : replay;
}

async function factsOf(db: Executor, { id: owner, isOwn }: LetterOwner, ids: readonly string[]) {
  if (ids.length === 0) return { actions: new Map<string, string>(), handled: new Set<string>() };
  const wanted = sql`${textArray(ids)}::uuid[]`;
  const events = await db.execute<{ id: string; action: string }>(sql`
    select e.id::text as id, a.name as action from event.member_event e join event.action a on a.id = e.action_id
     where e.id = any(${wanted})`);
  const isPublisher = owner === RECORDER || owner === EXTERNAL_PUBLISHER;
  const traces = isPublisher
    ? sql`select event_id::text || ' ' || case layer when 1 then 'internal' else 'external' end as handled from event.publication where event_id = any(${wanted})`
    : sql`select event_id::text || ' ' || delivery as handled from event.inbox where handler = ${owner} and event_id = any(${wanted})`;
  const handled = isOwn ? await db.execute<{ handled: string }>(traces) : [];
  return {
    actions: new Map(events.map(({ id, action }) => [id, action])),
    handled: new Set(handled.map((row) => row.handled)),
  };
}

async function errorsOf(
  db: Executor,
  { queueName, isOwn }: LetterOwner,
  letters: readonly DeadLetter[],
): Promise<Map<string, string>> {
  if (!isOwn || letters.length === 0) return new Map();
  const rows = await db.execute<{ id: string; error: string }>(sql`
    select message_id as id, error from event.failing_message
     where queue_name = ${queueName} and message_id = any(${textArray(letters.map(({ id }) => id))})`);
  return new Map(rows.map(({ id, error }) => [id, error]));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
