import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { jsonb } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { type MappingPreview, sampleSchema } from "../../vocabulary/import-mapping.ts";
import { mapOrRefuse } from "../import/mapping/map-or-refuse.ts";
import { type MappedEvent, rowMapper } from "../import/mapping/map-row.ts";
import { readMapping } from "../import/mapping/mapping.ts";
import { refuseUnclearOrder } from "../import/mapping/row-order.ts";
import { rowReader } from "../import/mapping/row-reader.ts";
import { rowsWithin } from "../import/mapping/rows-within.ts";
import { untakenNames } from "../import/mapping/untaken-names.ts";
import { withoutPersonal } from "../import/preview-import.ts";
import { refusalKinds } from "../import/refusal-kinds.ts";
import { selectPersonalNames } from "../import/select-personal-names.ts";
import { readSample } from "./read-sample.ts";

export const previewMappingSchema = z.object({ sample: sampleSchema, mapping: z.unknown() }).strict();

const SHOWN = 3;

/**
 * What a mapping makes of a file's beginning: rows as events, and what the catalog would refuse. Nothing is stored and nothing of the
 * file is kept; whether rows were stored before, or their time has a partition, is said by `records import --dry-run` alone.
 *
 * @throws DomainError "forbidden" without the permission catalog:push; "bad-input" for a mapping with faults, each with its path, and for a
 *   file that holds no rows.
 */
export async function previewMapping(
  db: Executor,
  actor: Actor,
  given: z.infer<typeof previewMappingSchema>,
): Promise<MappingPreview> {
  requirePermission(actor, "catalog:push");
  const mapping = readMapping(given.mapping);
  const rows = await readSample(given.sample, mapping);
  const reader = rowReader(mapping);
  const personalNames = await selectPersonalNames(db);
  const noChanges: Record<string, number> = {};
  const map = rowMapper(mapping, personalNames, reader, (name) => {
    noChanges[name] = (noChanges[name] ?? 0) + 1;
  });
  const untaken = untakenNames(reader.paths);
  const kinds = refusalKinds();
  const events: MappedEvent[] = [];
  let [read, skipped] = [0, 0];
  for (const one of rows) {
    if ("row" in one) untaken.look(one.row);
    for (const [part, row] of rowsWithin(one, mapping.each).entries()) {
      read += 1;
      const mapped = mapOrRefuse(map, row, part);
      if ("reason" in mapped) kinds.add(mapped);
      else if ("skip" in mapped) skipped += 1;
      else events.push(mapped);
    }
  }
  const faults = await catalogFaults(db, events);
  for (const [at, { field, reason }] of faults) {
    const event = events[at];
    if (event) kinds.add({ line: event.line, sourceEventId: event.sourceEventId, field, reason });
  }
  const taken = events.filter((_, at) => !faults.has(at));
  const shown = taken
    .slice(0, SHOWN)
    .map((event) => withoutPersonal(event, personalNames(event.action, event.version)));
  return {
    ...{ read, mapped: taken.length, skipped, shown, noChanges, untaken: untaken.list() },
    refusedFor: kinds.list().map(({ reason, count, firstLine }) => ({ reason, count, firstLine })),
    orderFault: orderFaultOf(mapping.order, events),
  };
}

function orderFaultOf(order: Parameters<typeof refuseUnclearOrder>[0], events: readonly MappedEvent[]): string | null {
  try {
    refuseUnclearOrder(order, events);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

type Fault = { field: string; reason: string };

/** What the catalog says against events, by their place. */
async function catalogFaults(db: Executor, events: readonly MappedEvent[]): Promise<Map<number, Fault>> {
  const asked = events.map(({ action, version, attributes }, n) => ({ n, action, version, attributes }));
  const found = await db.execute<{ n: number; field: string; rule: string; way_out: string }>(
    sql`select * from event.catalog_faults(${jsonb(asked)})`,
  );
  return new Map(found.map(({ n, field, rule, way_out }) => [n, { field, reason: `${rule}. ${way_out}` }]));
}
