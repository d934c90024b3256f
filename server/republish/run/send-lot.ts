import { setTimeout as wait } from "node:timers/promises";
import { forResend } from "../../messaging/message.ts";
import type { PublishOutcome } from "../../messaging/publish-outcome.ts";
import { splitIntoBatches } from "../../messaging/split-into-batches.ts";
import type { Topics } from "../../messaging/topic-clients.ts";
import type { ClaimedItem } from "./claim-items.ts";
import type { JobLease } from "./lease-job.ts";
import type { ItemOutcome } from "./record-items.ts";

/** Requests to SNS side by side: hides the time an answer takes, and stays below any quota. */
const REQUESTS_AT_ONCE = 4;

/** An entry that failed inside SNS, through no fault of its own, is tried so often within one claim. */
const TRIES = 5;
const FIRST_PAUSE_MS = 100;

const notTried: PublishOutcome = { kind: "unreachable", text: "not tried: SNS did not answer another request" };
const noOutcome: PublishOutcome = { kind: "unknown", text: "no outcome" };

/** Sends what was claimed: one promise a request, with what became of each of its items. */
export type LotSender = (items: readonly ClaimedItem[]) => Promise<ItemOutcome[]>[];

/**
 * A sender of one leased job: ten messages a request, four requests at a time, over any number of lots.
 *
 * Unless the order is `fastest`, events of one member go one after the other: a request waits for the earlier ones that have
 * the same members. With `hold` no request has two of one member, and after one that failed its later ones are held back. One
 * whose answer was lost is sent again before its later ones; once it is given up as unknown, the next turn holds them back, too.
 *
 * Entries that fail inside SNS are tried again alone, with growing pauses. After a request that does not get through, nothing
 * more is begun: what was not tried comes back as unreachable.
 *
 * @param heldBack members of whom nothing more is sent with `hold`, because of what became of the job's earlier turns.
 */
export function lotSender(
  topics: Pick<Topics, "publishBatch">,
  lease: JobLease,
  { heldBack }: { heldBack: readonly string[] },
): LotSender {
  const { jobId, layer, target, order } = lease;
  const inSlot = limitTo(REQUESTS_AT_ONCE);
  const lastOf = new Map<string, Promise<unknown>>();
  const held = new Set(heldBack);
  let isLost = false;

  async function publish(items: readonly ClaimedItem[]): Promise<PublishOutcome[]> {
    if (isLost) return items.map(() => notTried);
    const messages = items.map(({ message, attempt }) => forResend(message, { target, replay: jobId, attempt }));
    const answers = await topics.publishBatch(layer, messages);
    const outcomes = items.map((_, index) => answers[index] ?? noOutcome);
    isLost ||= outcomes.some(({ kind }) => kind === "unreachable" || kind === "unknown");
    return outcomes;
  }

  async function publishPatiently(items: readonly ClaimedItem[]): Promise<ItemOutcome[]> {
    const ended = new Map<string, ItemOutcome>();
    let open = items;
    for (let pauseMs = FIRST_PAUSE_MS, n = 1; open.length > 0; pauseMs *= 2, n += 1) {
      const outcomes = await inSlot(() => publish(open));
      for (const [index, { message, attempt }] of open.entries()) {
        const outcome = outcomes[index] ?? noOutcome;
        // What did not get through on a further try had failed on the one before: that one was a try.
        ended.set(message.eventId, { eventId: message.eventId, attempt, outcome });
      }
      if (n === TRIES || isLost) break;
      open = open
        .filter((_, index) => isPassing(outcomes[index] ?? noOutcome))
        .map((item) => ({ ...item, attempt: item.attempt + 1 }));
      if (open.length > 0) await wait(pauseMs * (0.5 + Math.random()));
    }
    return items.flatMap(({ message }) => ended.get(message.eventId) ?? []);
  }

  async function publishInOrder(items: readonly ClaimedItem[]): Promise<ItemOutcome[]> {
    const free = items.filter(({ memberId }) => !held.has(memberId));
    const answers = new Map((await publishPatiently(free)).map((answer) => [answer.eventId, answer]));
    return items.map(({ message: { eventId }, memberId, attempt }) => {
      const answer = answers.get(eventId);
      if (order === "hold" && answer?.outcome.kind === "refused") held.add(memberId);
      return answer ?? { eventId, attempt, outcome: { kind: "held" } };
    });
  }

  /** Begun at once, or after the earlier requests with the same members. */
  function publishInTurn(items: readonly ClaimedItem[]): Promise<ItemOutcome[]> {
    if (order === "fastest") return publishPatiently(items);
    const ids = new Set(items.map(({ memberId }) => memberId));
    const before = [...ids].flatMap((id) => lastOf.get(id) ?? []);
    const turn = Promise.all(before).then(() => publishInOrder(items));
    for (const id of ids) lastOf.set(id, turn);
    const leave = () => {
      for (const id of ids) if (lastOf.get(id) === turn) lastOf.delete(id);
    };
    turn.then(leave, leave);
    return turn;
  }

  return (items) => requestsOf(items, order).map(publishInTurn);
}

function requestsOf(items: readonly ClaimedItem[], order: JobLease["order"]): ClaimedItem[][] {
  const byEvent = new Map(items.map((item) => [item.message.eventId, item]));
  const batches = splitIntoBatches(items.map(({ message }) => message));
  const requests = batches.map((batch) => batch.flatMap(({ eventId }) => byEvent.get(eventId) ?? []));
  return order === "hold" ? requests.flatMap(withoutTwoOfOne) : requests;
}

/** Cuts a request where a member comes a second time. */
function withoutTwoOfOne(items: readonly ClaimedItem[]): ClaimedItem[][] {
  const requests: ClaimedItem[][] = [];
  let members = new Set<string>();
  for (const item of items) {
    const current = requests.at(-1);
    if (current === undefined || members.has(item.memberId)) {
      requests.push([item]);
      members = new Set();
    } else {
      current.push(item);
    }
    members.add(item.memberId);
  }
  return requests;
}

/** SNS answered that it failed, not that the message is wrong: the next try may be taken. */
function isPassing(outcome: PublishOutcome): boolean {
  return outcome.kind === "refused" && !outcome.senderFault;
}

function limitTo(most: number) {
  let free = most;
  const waiting: (() => void)[] = [];
  return async function run<T>(work: () => Promise<T>): Promise<T> {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
