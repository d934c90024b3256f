import { readFile } from "node:fs/promises";
import { z } from "zod";
import { connect } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { readFileRows } from "../../records/import/file/read-file.ts";
import { type ImportOrder, importRecords } from "../../records/import/import-records.ts";
import type { ImportReport } from "../../records/import/import-report.ts";
import { type Mapping, readMapping } from "../../records/import/mapping/mapping.ts";
import { previewImport } from "../../records/import/preview-import.ts";
import { readTableRows } from "../../records/import/read-table.ts";
import { keptMapping } from "../../records/make-mapping/keep-mapping.ts";
import { mappingNameSchema } from "../../vocabulary/import-mapping.ts";
import { type Command, CommandFailure, readOptions, refuseWords, UsageError } from "../command/command.ts";
import { readSettings } from "../command/read-settings.ts";
import { whoTypes } from "../command/who-types.ts";
import { noChangesAsText, previewAsText } from "./preview-text.ts";

/** Kinds of refusals said as they are met; the report lists more. */
const MAX_SAID = 20;

const optionsSchema = z
  .object({
    "dry-run": z.boolean().default(false),
    mapping: z.string().min(1, "must not be empty").optional(),
    kept: mappingNameSchema.optional(),
    file: z.string().min(1, "must not be empty").optional(),
    table: z
      .string()
      .regex(/^[^.]+\.[^.]+$/, "must be schema.table")
      .optional(),
  })
  .refine(({ file, table }) => (file === undefined) !== (table === undefined), {
    path: ["file"],
    message: "or --table must be given, one of them",
  })
  .refine(({ mapping, kept }) => (mapping === undefined) !== (kept === undefined), {
    path: ["mapping"],
    message:
      "or --kept must be given, one of them: a JSON file (docs/importing.md), or the name of a mapping kept on the console",
  });

/** `records import`: takes a former record table over into the event storage. */
export const recordsImport: Command = {
  words: ["records", "import"],
  reaches: "database",
  summary: "Take a former record table over as events that are never published, and check them against its rows.",
  usage: [
    "(--mapping M.json | --kept NAME) (--file F | --table SCHEMA.TABLE) [--dry-run]",
    "F is CSV, JSON or lines of text, packed by gzip or not: its content tells. --dry-run shows three rows as events and stores nothing.",
    "NAME is a mapping that an admin kept on the console's import page.",
    "M.json says how a row becomes an event: docs/importing.md. Needs the owner's MIGRATE_DATABASE_URL or DATABASE_URL.",
    "Safe to run again: rows stored before are not stored twice. Bad rows are named with line and reason.",
    "Ends with 0 when the parity verdict is true, with 1 when it is false.",
  ],
  options: {
    mapping: { type: "string" },
    kept: { type: "string" },
    file: { type: "string" },
    table: { type: "string" },
    "dry-run": { type: "boolean" },
  },
  async run(given, { env, output }) {
    refuseWords(given);
    const { mapping: mappingFile, kept, file, table, "dry-run": isDry } = readOptions(optionsSchema, given.values);
    const url = env.MIGRATE_DATABASE_URL || readSettings(env).DATABASE_URL;
    if (!url)
      throw new UsageError("Neither MIGRATE_DATABASE_URL nor DATABASE_URL is set. Set it to the owner's connection.");
    if (isDry) {
      const preview = await failWithSentences(async () => {
        const mapping = await mappingOf({ file: mappingFile, kept, url });
        return previewImport({ url, mapping, rows: rowsOf({ file, table, url, mapping }) });
      });
      if (given.json) output.print(JSON.stringify(preview));
      else for (const line of previewAsText(preview)) output.print(line);
      return;
    }
    let said = 0;
    const report = await failWithSentences(async () => {
      const mapping = await mappingOf({ file: mappingFile, kept, url });
      return importRecords({
        url,
        by: whoTypes(),
        mapping,
        rows: rowsOf({ file, table, url, mapping }),
        onProgress: output.say,
        onRefused({ line, reason }, { isFirst }) {
          if (!isFirst) return;
          said += 1;
          if (said <= MAX_SAID) output.say(`Line ${line}: ${reason}`);
          if (said === MAX_SAID)
            output.say("Further reasons are only counted here; --json lists the first 1,000 rows.");
        },
      });
    });
    for (const { reason, count, firstLine, lastLine } of report.refusedFor.slice(0, MAX_SAID)) {
      if (count === 1) continue;
      const number = count.toLocaleString("en");
      output.say(`${number} rows between line ${firstLine} and line ${lastLine}: ${reason}`);
    }
    if (given.json) output.print(JSON.stringify(report));
    else for (const line of reportAsText(report)) output.print(line);
    if (!report.verdict) throw new CommandFailure(`Parity is false: ${report.reasons.join(" ")}`);
  },
};

type RowsAsked = { file: string | undefined; table: string | undefined; url: string; mapping: Mapping };

function rowsOf({ file, table, url, mapping }: RowsAsked): ImportOrder["rows"] {
  return file === undefined ? readTableRows({ url, table: table ?? "", mapping }) : readFileRows(file, mapping);
}

type MappingAsked = { file: string | undefined; kept: string | undefined; url: string };

async function mappingOf({ file, kept, url }: MappingAsked): Promise<Mapping> {
  if (kept === undefined) return readMappingFile(file ?? "");
  const db = connect({ url, name: "records import", max: 1 });
  try {
    return readMapping(await keptMapping(db, kept));
  } finally {
    await db.$client.end();
  }
}

async function readMappingFile(file: string): Promise<Mapping> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new CommandFailure(`The mapping ${file} cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new CommandFailure(`The mapping ${file} is no JSON: ${error instanceof Error ? error.message : error}.`);
  }
  return readMapping(json);
}

async function failWithSentences<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) throw new CommandFailure(error.message);
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code: unknown = cause instanceof Error ? Reflect.get(cause, "code") : undefined;
    if (code === "42501") {
      throw new CommandFailure("This account may not import. Set MIGRATE_DATABASE_URL to the owner's connection.");
    }
    // A connection that failed, or what PostgreSQL answered: what was committed stays, and the same command goes on from there.
    if (typeof code !== "string") throw error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandFailure(
      `The import ended early (${reason || code}). Run it again: what is stored is not stored twice.`,
    );
  }
}

function reportAsText({ rows, skippedBecause, refusedIn, days, samples, zone, ...report }: ImportReport): string[] {
  const number = (count: number) => count.toLocaleString("en").padStart(12);
  const width = Math.max(...days.map(({ day }) => day.length), 10);
  return [
    `${number(rows.read)} rows read in ${report.seconds.toFixed(1)} s (${report.rowsPerSecond.toLocaleString("en")} a second)`,
    `${number(rows.stored)} stored`,
    `${number(rows.alreadyThere)} already there`,
    `${number(rows.duplicates)} duplicates in this reading`,
    `${number(rows.skipped)} skipped by rule${listed(skippedBecause)}`,
    `${number(rows.refused)} refused${listed(refusedIn)}`,
    ...(report.neverFound.length > 0
      ? [
          `No row has anything at ${report.neverFound.join(", ")}: correct the mapping if that is no field the rows leave out.`,
        ]
      : []),
    ...noChangesAsText(report.noChanges),
    ...(report.finerTimes > 0
      ? [
          `${report.finerTimes.toLocaleString("en")} rows have times finer than a millisecond: events show milliseconds, and keep the order of the finer times.`,
        ]
      : []),
    ...(report.untaken.length > 0 ? [`No rule takes ${report.untaken.join(", ")}: add what should not be lost.`] : []),
    "",
    `${"day".padEnd(width)}  ${"rows".padStart(9)}  ${"events".padStart(9)}  ${"checksum of rows".padEnd(16)}  ${"of events".padEnd(16)}  (${zone})`,
    ...days.map(({ day, equal, ...one }) => {
      const counts = [one.rows, one.events].map((count) => String(count).padStart(9)).join("  ");
      return `${day.padEnd(width)}  ${counts}  ${one.rowChecksum.padEnd(16)}  ${one.eventChecksum.padEnd(16)}  ${equal ? "equal" : "DIFFERS"}`;
    }),
    "",
    ...samples.map(({ line, eventId, differences, row }) => {
      const outcome = differences.length === 0 ? "equal" : `DIFFER in ${differences.join(", ")}`;
      return `line ${line} (${row.occurredAt} ${row.memberId} ${row.action}) and event ${eventId ?? "none"}: ${outcome}`;
    }),
    "",
    `parity: ${report.verdict}`,
  ];
}

function listed(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, count]) => `; ${name}: ${count.toLocaleString("en")}`)
    .join("");
}
