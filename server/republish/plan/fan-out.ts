import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { selectMessages } from "../../event-storage/select-messages.ts";
import { policyPaths } from "../../filter-policy/match/match-policy.ts";
import type { OutgoingMessage } from "../../messaging/message.ts";
import { textArray } from "../../sql-values.ts";
import type { StoredSubscriber } from "../../subscribers/select-subscribers.ts";
import type { LayerName } from "../../vocabulary/member-event.ts";
import type { FanOut } from "../../vocabulary/republish-plan.ts";
import type { SetParts } from "./plan-set.ts";
import { type Receiver, receiversAmong, whoReceives } from "./receivers.ts";

/** What a policy may ask for and still be answered by the action alone. */
const TOLD_BY_ACTION = new Set(["layer", "action", "target", "replay", "attempt"]);

/** Stands for the id of the job that is not ordered yet. */
const NO_JOB = "00000000-0000-0000-0000-000000000000";

/**
 * How many messages of a set each subscriber of the layer would get, asked of the registered policies by the engine that
 * delivers. Policies that ask for nothing but action and target are answered exactly, whatever the set's size; others by the
 * events that stand for it.
 */
export async function foreseeFanOut(
  tx: Executor,
  {
    layer,
    target,
    set,
    subscribers,
  }: { layer: LayerName; target: string; set: SetParts; subscribers: readonly StoredSubscriber[] },
): Promise<FanOut[]> {
  const receivers = receiversAmong(subscribers);
  const sendable = set.parts.filter(
    ({ isImported, isExternal }) => !isImported && (layer === "internal" || isExternal),
  );
  const total = sendable.reduce((sum, { count }) => sum + count, 0);
  const byAction = receivers.filter(isToldByAction);
  const others = receivers.filter((receiver) => !isToldByAction(receiver));
  const counts = new Map<string, number>();
  const add = (ids: readonly string[], count: number) => {
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + count);
  };
  const address = { target, replay: NO_JOB };
  for (const { action, count } of sendable) add(whoReceives(byAction, plainMessage(layer, action), address), count);
  const messages =
    others.length === 0
      ? new Map()
      : await selectMessages(
          tx,
          layer,
          set.looked.map((eventId) => ({ eventId })),
        );
  const weight = messages.size === 0 ? 0 : total / messages.size;
  for (const message of messages.values()) add(whoReceives(others, message, address), weight);
  const handled = await countHandled(tx, set);
  return subscribers
    .filter(({ id }) => receivers.some((receiver) => receiver.id === id))
    .map(({ id, description, placement, replayRule }) => {
      const receives = Math.min(total, Math.round(counts.get(id) ?? 0));
      const isEstimate = set.isSample && others.some((receiver) => receiver.id === id);
      const known = placement === "internal" ? (handled.get(id) ?? 0) : (handled.get(id) ?? null);
      return { id, description, placement, replayRule, receives, drops: total - receives, handled: known, isEstimate };
    });
}

function isToldByAction({ policy }: Receiver): boolean {
  return policy.scope === "MessageAttributes" && [...policyPaths(policy)].every((path) => TOLD_BY_ACTION.has(path));
}

function plainMessage(layer: LayerName, action: string): OutgoingMessage {
  const text = (Value: string) => ({ Type: "String", Value });
  return { eventId: NO_JOB, body: "{}", attributes: { layer: text(layer), action: text(action) } };
}

async function countHandled(tx: Executor, { looked, parts, isSample }: SetParts): Promise<Map<string, number>> {
  const rows = await tx.execute<{ handler: string; n: number }>(sql`
    select h.handler, count(distinct h.event_id)::float8 as n
      from unnest(${textArray(looked)}::uuid[]) k(id) join event.inbox h on h.event_id = k.id group by h.handler`);
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const weight = isSample && looked.length > 0 ? total / looked.length : 1;
  return new Map(rows.map(({ handler, n }) => [handler, Math.round(n * weight)]));
}
