import type { ImportPreview } from "../../records/import/preview-import.ts";

/** What rows gave that is no change, a line an attribute. */
export function noChangesAsText(noChanges: Record<string, number>): string[] {
  return Object.entries(noChanges).map(([name, count]) => {
    const rows = count === 1 ? "1 row gives" : `${count.toLocaleString("en")} rows give`;
    return `${rows} ${name} with the same value before and after: no change, left out of the event.`;
  });
}

/** A dry run for people: what would be stored, three rows as events, and what the mapping leaves. */
export function previewAsText(preview: ImportPreview): string[] {
  const { read, isWhole, wouldStore, alreadyThere, skipped, refusedFor, shown, neverFound, untaken } = preview;
  const refused = refusedFor.reduce((sum, { count }) => sum + count, 0);
  const counts = `${wouldStore} would be stored, ${alreadyThere} are there already, ${skipped} skipped by rule, ${refused} refused`;
  return [
    `${isWhole ? "All" : "The first"} ${read.toLocaleString("en")} rows: ${counts}. Nothing was stored.`,
    ...shown.flatMap(({ line, ...event }) => ["", `line ${line} becomes`, JSON.stringify(event, null, 2)]),
    "",
    ...refusedFor.map(({ reason, count, firstLine }) => {
      return `${count === 1 ? "1 row is" : `${count} rows are`} refused, the first in line ${firstLine}: ${reason}`;
    }),
    ...(neverFound.length > 0 ? [`No row has anything at ${neverFound.join(", ")}.`] : []),
    ...(untaken.length > 0 ? [`No rule takes ${untaken.join(", ")}.`] : []),
    ...noChangesAsText(preview.noChanges),
    ...Object.entries(preview.halfTaken).map(([list, rows]) => {
      return `${rows} rows hold more than one element at ${list}, of which the mapping takes one: "each": "${list}" makes an event of each.`;
    }),
  ];
}
