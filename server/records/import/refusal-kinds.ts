import type { RefusalKind, RefusedRow } from "./import-report.ts";

/** More kinds than a person reads; the rest are counted with the last of them. */
const MOST_KINDS = 100;

/** Refused rows by what is wrong with them: a wrong mapping refuses millions of rows for one reason. */
export type RefusalKinds = { add: (row: RefusedRow) => { isFirst: boolean }; list: () => RefusalKind[] };

/** Counts refused rows by their reason, in which the values and numbers of a row do not count. */
export function refusalKinds(): RefusalKinds {
  const kinds = new Map<string, RefusalKind>();
  return {
    add({ line, field, reason }) {
      const key = kinds.size < MOST_KINDS ? `${field} ${withoutValues(reason)}` : field;
      const known = kinds.get(key);
      if (known === undefined) {
        kinds.set(key, { field, reason, count: 1, firstLine: line, lastLine: line });
        return { isFirst: true };
      }
      known.count += 1;
      known.firstLine = Math.min(known.firstLine, line);
      known.lastLine = Math.max(known.lastLine, line);
      return { isFirst: false };
    },
    list: () => [...kinds.values()].sort((a, b) => b.count - a.count || a.firstLine - b.firstLine),
  };
}

function withoutValues(reason: string): string {
  return reason
    .replace(/"(?:[^"\\]|\\.)*"/g, '"…"')
    .replace(/\b[0-9a-f-]{36}\b/g, "…")
    .replace(/\d+/g, "…");
}
