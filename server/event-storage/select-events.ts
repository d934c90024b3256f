import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import { parseExactly } from "../exact-number.ts";
import type {
  Change,
  Family,
  JsonValue,
  LayerPublication,
  MemberEvent,
  PublicationState,
} from "../vocabulary/member-event.ts";

type EventRow = {
  id: string;
  member_id: string;
  action: string;
  family: Family;
  version: number;
  imported: boolean;
  occurred_at: string;
  stored_at: string;
  /** As JSON: numbers may have more digits than JavaScript holds. */
  attributes: string;
  context: string;
  correlation_id: string | null;
  causation_id: string | null;
  published: boolean;
  published_at: string | null;
  internal_status: PublicationState;
  attempts: number | null;
  next_at: string | null;
  last_error: string | null;
  external_status: PublicationState;
  external_published_at: string | null;
  external_attempts: number | null;
  external_next_at: string | null;
  external_last_error: string | null;
};

/**
 * Reads whole events, newest first, of the ids that a query finds. An event of an older version is given in the shape of
 * its action's current one (`version`, `changed` and `attributes`); its row and its messages stay as they are. Numbers that
 * JavaScript would round are given as texts.
 *
 * The ids are found by a plan for their values, the rows are read by one that is made once (event.read_events).
 *
 * @param ids a query with one column `id`; it decides how many there are.
 */
export async function selectEvents(db: Executor, ids: SQL): Promise<MemberEvent[]> {
  const rows = await db.execute<EventRow>(sql`
    select r.id, r.member_id, r.action, r.family, r.version, r.imported, ${isoTime(sql`r.occurred_at`)} occurred_at, ${isoTime(sql`r.stored_at`)} stored_at,
           r.attributes, r.context, r.correlation_id, r.causation_id, r.published, ${isoTime(sql`r.published_at`)} published_at,
           r.internal_status, r.attempts, ${isoTime(sql`r.next_at`)} next_at, r.last_error,
           r.external_status, ${isoTime(sql`r.external_published_at`)} external_published_at, r.external_attempts,
           ${isoTime(sql`r.external_next_at`)} external_next_at, r.external_last_error
      from event.read_events(array(select k.id from (${ids}) k)) r order by r.id desc`);
  return rows.map(toMemberEvent);
}

function toMemberEvent(row: EventRow): MemberEvent {
  const attributes = parseExactly<Record<string, Change>>(row.attributes);
  return {
    id: row.id,
    memberId: row.member_id,
    action: row.action,
    family: row.family,
    version: row.version,
    imported: row.imported,
    occurredAt: row.occurred_at,
    storedAt: row.stored_at,
    changed: Object.keys(attributes).sort(),
    attributes,
    context: parseExactly<Record<string, JsonValue>>(row.context),
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    published: row.published,
    publishedAt: row.published_at,
    internal: layerOf(row.internal_status, row.published_at, row.attempts, row.next_at, row.last_error),
    external: layerOf(
      row.external_status,
      row.external_published_at,
      row.external_attempts,
      row.external_next_at,
      row.external_last_error,
    ),
  };
}

function layerOf(
  state: PublicationState,
  publishedAt: string | null,
  tries: number | null,
  nextAt: string | null,
  lastError: string | null,
): LayerPublication {
  return { state, publishedAt, tries, nextAt, lastError };
}
