import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { allOf, resolveConditions } from "../../event-storage/conditions/selection.ts";
import { eventOf } from "../../event-storage/event-of.ts";
import { leavesOfEvent } from "../../event-storage/search/search-by-policy.ts";
import { parsePolicy } from "../../filter-policy/parse/parse-policy.ts";
import { snsMessage } from "../../filter-policy/parse/policy-fault.ts";
import type { Policy } from "../../filter-policy/policy.ts";
import { policyToSql } from "../../filter-policy/sql/policy-to-sql.ts";
import { textArray } from "../../sql-values.ts";
import { selectSubscribers } from "../../subscribers/select-subscribers.ts";
import type { LayerName } from "../../vocabulary/member-event.ts";
import type { Selection } from "../../vocabulary/republish-selection.ts";
import { lessHeld } from "../held/less-held.ts";

/** A selection as SQL: `select ... from ${from} where ${all of where}`, with the event as `e`, each once. */
export type SelectedRows = { from: SQL; where: SQL[] };

/** A part of the ids: from `low` (included) up to `high` (not included); left out: without an end. */
export type IdRange = { low?: string | undefined; high?: string | undefined };

/**
 * The rows that a selection means, whatever their number and commit: callers add the bound and a range of ids.
 *
 * @param layer whose messages a policy is asked about.
 * @param range only this part of it.
 * @throws DomainError "bad-input" for a policy that SNS would refuse, a subscriber that nobody has, and a host's answer that is not there.
 */
export async function selectedRows(
  db: Executor,
  { selection, layer, range = {} }: { selection: Selection; layer: LayerName; range?: IdRange },
): Promise<SelectedRows> {
  const policies = await policiesOf(db, selection, layer);
  const asked = await resolveConditions(db, selection.conditions ?? []);
  const where = [
    ...asked.conditions,
    ...inRange(sql`e.id`, range),
    ...(selection.without ? [isNotAmong(selection.without)] : []),
    ...(await lessHeld(db, selection, layer)),
    ...policies.map((policy, n) => policyToSql(policy, sql`${sql.raw(`leaves_${n}`)}.leaves`)),
  ];
  if (policies.length > 0 && layer === "external") {
    where.push(
      sql`exists (select from event.action_version t where t.action_id = e.action_id and t.version = e.version and t.external)`,
    );
  }
  const { source, more } = drive({ ...selection, members: selection.members ?? asked.drivers.members }, range);
  const judged =
    policies.length === 0
      ? sql``
      : sql.join(
          [
            sql` join event.action a on a.id = e.action_id join event.action_version v on v.action_id = e.action_id and v.version = e.version`,
            ...policies.map(
              (policy, n) =>
                sql` cross join lateral (select ${leavesOfEvent(policy.scope, layer)} as leaves offset 0) ${sql.raw(`leaves_${n}`)}`,
            ),
          ],
          sql``,
        );
  return { from: sql`${source}${judged}`, where: [...more, ...where] };
}

/** What names the fewest rows drives: ids, an earlier job, members; else the table itself, by whatever index PostgreSQL finds. */
function drive(
  { eventIds, ofJob, members }: Pick<Selection, "eventIds" | "ofJob"> & { members?: readonly string[] | undefined },
  range: IdRange,
): { source: SQL; more: SQL[] } {
  const ids = eventIds && uuidArray(eventIds);
  const itemOf = (id: SQL) =>
    ofJob === undefined
      ? []
      : [
          sql`exists (select from republish.item o where o.job_id = ${ofJob.jobId}::uuid and o.event_id = ${id}${inStates(ofJob.states)})`,
        ];
  const isMember = members ? [sql`e.member_id = any(${textArray(members)})`] : [];
  if (ids) {
    const source = sql`(select distinct given.id from unnest(${ids}) given(id)) k cross join lateral ${eventOf(sql`k.id`)} e`;
    return { source, more: [...itemOf(sql`k.id`), ...isMember] };
  }
  if (ofJob) {
    const source = sql`(select o.event_id as id from republish.item o where ${allOf([sql`o.job_id = ${ofJob.jobId}::uuid`, ...inRange(sql`o.event_id`, range)])}${inStates(ofJob.states)}) k
      cross join lateral ${eventOf(sql`k.id`)} e`;
    return { source, more: isMember };
  }
  if (members) {
    const source = sql`(select distinct given.member from unnest(${textArray(members)}) given(member)) k
      join event.member_event e on e.member_id = k.member`;
    return { source, more: [] };
  }
  return { source: sql`event.member_event e`, more: [] };
}

function inRange(id: SQL, { low, high }: IdRange): SQL[] {
  return [
    ...(low === undefined ? [] : [sql`${id} >= ${low}::uuid`]),
    ...(high === undefined ? [] : [sql`${id} < ${high}::uuid`]),
  ];
}

function inStates(states: readonly string[] | undefined): SQL {
  return states === undefined
    ? sql``
    : sql` and (o.state = any(${textArray(states)}) or o.skipped_because = any(${textArray(states)}))`;
}

function isNotAmong(ids: readonly string[]): SQL {
  return sql`not exists (select from unnest(${uuidArray(ids)}) has(id) where has.id = e.id)`;
}

function uuidArray(ids: readonly string[]): SQL {
  return sql`${textArray(ids)}::uuid[]`;
}

async function policiesOf(db: Executor, { policy, subscriber }: Selection, layer: LayerName): Promise<Policy[]> {
  const found: Policy[] = [];
  if (policy) {
    const reading = parsePolicy(policy.text, policy.scope);
    if (reading.policy === undefined) {
      const { fault } = reading;
      throw new DomainError("bad-input", `${snsMessage(fault, "Subscribe")} - ${fault.hint.en}`, { field: "policy" });
    }
    found.push(reading.policy);
  }
  if (subscriber !== undefined) {
    const stored = (await selectSubscribers(db, layer)).find(({ id }) => id === subscriber);
    const reading = stored && parsePolicy(stored.policy, stored.policyScope);
    if (reading?.policy === undefined) {
      throw new DomainError(
        "bad-input",
        `"${subscriber}" is no subscriber of the ${layer} layer with a policy that can be read. Choose one from the subscribers' page.`,
        { field: "subscriber" },
      );
    }
    found.push(reading.policy);
  }
  return found;
}
