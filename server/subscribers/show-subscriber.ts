import { sql } from "drizzle-orm";
import { databaseTime, isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { Actor } from "../staff/actor.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { PolicyChange, SubscriberDossier, SubscriberOverview } from "../vocabulary/subscriber.ts";
import { tokensOf } from "./list-service-tokens.ts";
import { readStanding, type Standing } from "./read-standing.ts";
import { type StoredSubscriber, selectSubscribers } from "./select-subscribers.ts";

/** The newest changes; nobody reads more on a page. */
const HISTORY = 50;

/**
 * Everybody in the registry, by id, with what SNS and SQS say about them.
 *
 * @throws DomainError "forbidden" when the actor may not see subscribers.
 */
export async function overviewSubscribers(
  db: Executor,
  actor: Actor,
  standing: Standing,
): Promise<{ subscribers: SubscriberOverview[]; asOf: string }> {
  requirePermission(actor, "subscriber:see");
  const subscribers = await readStanding(await selectSubscribers(db), standing);
  return { subscribers, asOf: await databaseTime(db) };
}

/**
 * One subscriber with the history of its policy, newest first, and what is known of its tokens.
 *
 * @throws DomainError "forbidden", or "not-found" for an id that is not registered.
 */
export async function showSubscriber(
  db: Executor,
  actor: Actor,
  { id, standing }: { id: string; standing: Standing },
): Promise<SubscriberDossier> {
  requirePermission(actor, "subscriber:see");
  const stored = await findSubscriber(db, id);
  const [[subscriber], history, tokens, asOf] = await Promise.all([
    readStanding([stored], standing),
    db.execute<PolicyChange>(sql`
      select act, policy, policy_scope as "policyScope", changed_by as by, ${isoTime(sql`changed_at`)} as at
        from event.subscriber_policy where subscriber_id = ${id} order by id desc limit ${HISTORY}`),
    tokensOf(db, id),
    databaseTime(db),
  ]);
  if (subscriber === undefined) throw new Error("one entry gave no standing");
  return { subscriber, isInCode: isInCode(stored), history: [...history], tokens, asOf };
}

/** @throws DomainError "not-found", naming the id. */
export async function findSubscriber(db: Executor, id: string): Promise<StoredSubscriber & { policyBy: string }> {
  const found = (await selectSubscribers(db)).find((one) => one.id === id);
  const [row] = await db.execute<{ policyBy: string }>(
    sql`select policy_by as "policyBy" from event.subscriber where id = ${id}`,
  );
  if (found && row) return { ...found, ...row };
  throw new DomainError("not-found", `There is no subscriber ${id}. Check the id in the list of subscribers.`, {
    field: "id",
  });
}

/** Whether the policy stands in the program: what belongs to the member system itself came with its installation. */
export function isInCode({ placement, policyBy }: { placement: string; policyBy: string }): boolean {
  return placement === "internal" && policyBy === "installation";
}
