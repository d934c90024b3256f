import { connect, type Executor } from "../../db.ts";
import type { RefusalKind } from "./import-report.ts";
import { mapOrRefuse } from "./mapping/map-or-refuse.ts";
import { type MappedEvent, rowMapper } from "./mapping/map-row.ts";
import type { Mapping } from "./mapping/mapping.ts";
import { refuseUnclearOrder } from "./mapping/row-order.ts";
import { rowReader } from "./mapping/row-reader.ts";
import { rowsWithin } from "./mapping/rows-within.ts";
import type { SourceRow } from "./mapping/source-row.ts";
import { untakenNames } from "./mapping/untaken-names.ts";
import { refusalKinds } from "./refusal-kinds.ts";
import { selectPersonalNames } from "./select-personal-names.ts";
import { makeRowTable, storeBatch } from "./store-batch.ts";

/** So many rows show what a mapping does. */
const LOOKED_AT = 1000;
const SHOWN = 3;

/** A row as the event that it would become; personal values are left out. */
export type PreviewedEvent = Pick<
  MappedEvent,
  "line" | "sourceEventId" | "memberId" | "action" | "version" | "attributes" | "context" | "occurredAt"
>;

/** What an import would do with the first rows. */
export type ImportPreview = {
  /** How many rows were looked at, at most a thousand, and whether these are all. */
  read: number;
  isWhole: boolean;
  wouldStore: number;
  alreadyThere: number;
  skipped: number;
  refusedFor: RefusalKind[];
  shown: PreviewedEvent[];
  neverFound: string[];
  untaken: string[];
  noChanges: Record<string, number>;
  halfTaken: Record<string, number>;
};

/** Ends the transaction without a trace. */
class Undo extends Error {}

/**
 * Says what an import would do with the first thousand rows, and shows three of them as events. They are stored, so that the
 * catalog and every rule of the storage have their word, and undone: nothing stays.
 *
 * @throws DomainError when nothing says in which order rows of one time happened; whatever the reading of the rows throws.
 */
export async function previewImport(order: {
  url: string;
  mapping: Mapping;
  rows: AsyncIterable<SourceRow>;
}): Promise<ImportPreview> {
  const db = connect({ url: order.url, name: "records import, dry run", max: 1 });
  let preview: ImportPreview | null = null;
  try {
    await db.transaction(async (tx) => {
      preview = await look(tx, order);
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  } finally {
    await db.$client.end({ timeout: 5 });
  }
  if (preview === null) throw new Error("a dry run ended without a result");
  return preview;
}

async function look(
  tx: Executor,
  { mapping, rows }: { mapping: Mapping; rows: AsyncIterable<SourceRow> },
): Promise<ImportPreview> {
  const reader = rowReader(mapping);
  const personalNames = await selectPersonalNames(tx);
  const noChanges: Record<string, number> = {};
  const map = rowMapper(mapping, personalNames, reader, (name) => {
    noChanges[name] = (noChanges[name] ?? 0) + 1;
  });
  const untaken = untakenNames(reader.paths);
  const kinds = refusalKinds();
  const events: MappedEvent[] = [];
  let [read, skipped, isWhole] = [0, 0, true];
  for await (const one of rows) {
    if (read >= LOOKED_AT) {
      isWhole = false;
      break;
    }
    if ("row" in one) untaken.look(one.row);
    for (const [part, row] of rowsWithin(one, mapping.each).entries()) {
      read += 1;
      const mapped = mapOrRefuse(map, row, part);
      if ("reason" in mapped) kinds.add(mapped);
      else if ("skip" in mapped) skipped += 1;
      else events.push(mapped);
    }
  }
  refuseUnclearOrder(mapping.order, events);
  await makeRowTable(tx);
  const batch = { source: mapping.source, events, quarters: new Set<string>(), explained: LOOKED_AT };
  const { stored, alreadyThere, refused, accepted } = await storeBatch(tx, batch);
  for (const row of refused) kinds.add(row);
  return {
    ...{ read, isWhole, wouldStore: stored, alreadyThere, skipped, refusedFor: kinds.list() },
    shown: accepted.slice(0, SHOWN).map((event) => withoutPersonal(event, personalNames(event.action, event.version))),
    neverFound: reader.neverFound(),
    untaken: untaken.list(),
    noChanges,
    halfTaken: Object.fromEntries([...reader.halfTaken()].filter(([list]) => !mapping.single.includes(list))),
  };
}

/** An event as it may be shown before anything is stored: of personal attributes only that they are there. */
export function withoutPersonal(
  { occurredAtMs: _ms, fingerprint: _fingerprint, part: _part, ...event }: MappedEvent,
  personal: ReadonlySet<string>,
): PreviewedEvent {
  const attributes = Object.entries(event.attributes).map(([name, change]) => {
    const hidden = Object.fromEntries(Object.keys(change).map((side) => [side, "(personal)"]));
    return [name, personal.has(name) ? hidden : change] as const;
  });
  return { ...event, attributes: Object.fromEntries(attributes) };
}
