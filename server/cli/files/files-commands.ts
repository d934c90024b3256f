import { createWriteStream } from "node:fs";
import { unlink } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { legalBases } from "../../vocabulary/choices/disclosure-choices.ts";
import { exportFormats } from "../../vocabulary/choices/event-export-choices.ts";
import type { FileAnswer } from "../../vocabulary/choices/file-choices.ts";
import { languages } from "../../vocabulary/languages.ts";
import { askDisclosureSchema } from "../../vocabulary/oversight/disclosure.ts";
import { oneFileSchema, type PreparedFile } from "../../vocabulary/oversight/prepared-file.ts";
import { valueInLine } from "../../vocabulary/visible-text.ts";
import { apiOf, postOf } from "../command/api-client.ts";
import { type Command, readOneWord, readOptions, refuseWords, UsageError } from "../command/command.ts";
import { conditionOptions, conditionsOfOptions, conditionUsage } from "../events/condition-flags.ts";

const askOptions = z.object({
  reason: z.string({ error: "must be given: say what the file is needed for" }),
  format: z.enum(exportFormats, { error: `must be one of ${exportFormats.join(", ")}` }).default("csv"),
});
const takeOptions = z.object({ out: z.string({ error: "must be given: the file to write" }).min(1) });

/** `files ask`: all events that conditions find, as a file. */
const filesAsk: Command = {
  words: ["files", "ask"],
  reaches: "api",
  summary: "Ask for all events of a search as a file; an admin approves it, then it is made and can be taken once.",
  usage: ["[CONDITION]... --reason TEXT [--format csv|ndjson]", "Prints the file's id.", ...conditionUsage],
  options: { ...conditionOptions, reason: { type: "string" }, format: { type: "string" } },
  async run(given, { env, output }) {
    refuseWords(given);
    const { reason, format } = readOptions(askOptions, given.values);
    const conditions = conditionsOfOptions(given.values);
    const { fileId } = await apiOf(env)((api) => api.files.askEvents.mutate({ conditions, format, reason }));
    output.print(given.json ? JSON.stringify({ fileId }) : fileId);
    output.say("It waits for an admin: memberscope files approve.");
  },
};

const discloseOptions = z.object({
  ...{ from: askDisclosureSchema.shape.from, to: askDisclosureSchema.shape.to, basis: askDisclosureSchema.shape.basis },
  number: askDisclosureSchema.shape.requestNumber,
  authority: askDisclosureSchema.shape.authority,
  language: z.enum(languages, { error: `must be one of ${languages.join(", ")}` }).default("ko"),
  clear: z.boolean().default(false),
  reason: askDisclosureSchema.shape.reason,
});

/** `files disclose`: one member's history within a period, for an investigation. */
const filesDisclose: Command = {
  words: ["files", "disclose"],
  reaches: "api",
  summary: "Ask for one member's history as a sealed file for an investigation; another admin approves it.",
  usage: [
    "MEMBER --from T --to T --basis BASIS --number NUMBER --authority NAME --reason TEXT [--clear] [--language ko|en]",
    `BASIS is one of ${legalBases.join(", ")}. NUMBER is that of the request, NAME who gets it.`,
    "T is a time with zone, or a whole day like 2026-11-26+09:00. With --clear personal values are given as they are.",
    "Prints the file's id. Needs an admin's token.",
  ],
  options: {
    ...Object.fromEntries(
      ["from", "to", "basis", "number", "authority", "reason", "language"].map(
        (name) => [name, { type: "string" }] as const,
      ),
    ),
    clear: { type: "boolean" },
  },
  async run(given, { env, output }) {
    const memberId = readOneWord(given, "the member's id");
    const { number: requestNumber, clear, ...terms } = readOptions(discloseOptions, given.values);
    const order = { memberId, requestNumber, values: clear ? ("clear" as const) : ("masked" as const), ...terms };
    const { fileId } = await apiOf(env)((api) => api.files.disclose.mutate(order));
    output.print(given.json ? JSON.stringify({ fileId }) : fileId);
    output.say("It waits for another admin: memberscope files approve.");
  },
};

/** `files list`: who asked for which file, and what came of it. */
const filesList: Command = {
  words: ["files", "list"],
  reaches: "api",
  summary: "List files that were asked for: what waits first. Admins and auditors see everybody's.",
  usage: ["[--disclosures]", "With --disclosures: the ledger of disclosures."],
  options: { disclosures: { type: "boolean" } },
  async run(given, { env, output }) {
    refuseWords(given);
    const kind = given.values.disclosures === true ? ("disclosure" as const) : ("events" as const);
    const call = apiOf(env);
    let listed = 0;
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await call((api) => api.files.list.query({ kind, ...(cursor && { cursor }) }));
      for (const file of page.files) output.print(given.json ? JSON.stringify(file) : lineOf(file));
      listed += page.files.length;
      cursor = page.nextCursor;
    }
    if (listed === 0) output.say("Nobody has asked for one.");
  },
};

function lineOf(file: PreparedFile): string {
  const { fileId, state, kind, disclosure, askedBy, askedAt, approvedBy, rows, sha256, reason } = file;
  const made = rows === null ? "" : `  ${rows} rows, SHA-256 ${sha256}`;
  const by = approvedBy === null ? askedBy : `${askedBy}, approved by ${approvedBy}`;
  const whose =
    disclosure === null
      ? kind
      : `member ${disclosure.memberId} for ${disclosure.authority}, ${disclosure.requestNumber}`;
  return `${fileId}  ${state.padEnd(9)}  ${whose}  ${askedAt} by ${by}${made}  ${reason}`;
}

function answerCommand(answer: FileAnswer, summary: string, done: string): Command {
  return {
    words: ["files", answer],
    reaches: "api",
    summary,
    usage: ["ID", "ID stands in files list."],
    options: {},
    async run(given, { env, output }) {
      const fileId = fileOf(given);
      await apiOf(env)((api) => api.files.answer.mutate({ fileId, answer }));
      output.print(given.json ? JSON.stringify({ fileId, answer }) : `file ${fileId}: ${done}`);
    },
  };
}

/** `files take`: writes a prepared file down. */
const filesTake: Command = {
  words: ["files", "take"],
  reaches: "api",
  summary: "Take a file that you asked for: once. A download that breaks off counts.",
  usage: ["ID --out FILE", "FILE must not exist. Its SHA-256 stands in files list."],
  options: { out: { type: "string" } },
  async run(given, { env, output }) {
    const fileId = fileOf(given);
    const { out } = readOptions(takeOptions, given.values);
    const file = createWriteStream(out, { flags: "wx", mode: 0o600 });
    // Made before it is asked for: what cannot be written must not count as taken.
    await new Promise<void>((resolve, reject) => {
      file.once("open", () => resolve());
      file.once("error", (error) => reject(new UsageError(`--out ${out} cannot be made: ${error.message}.`)));
    });
    try {
      const answer = await postOf(env)(`/api/files/${fileId}`);
      await pipeline(answer.body ?? [], file);
    } catch (error) {
      file.destroy();
      await unlink(out);
      throw error;
    }
    output.print(given.json ? JSON.stringify({ fileId, file: out }) : out);
  },
};

function fileOf(given: Parameters<typeof readOneWord>[0]): string {
  const parsed = oneFileSchema.safeParse({ fileId: readOneWord(given, "the file's id") });
  if (parsed.success) return parsed.data.fileId;
  throw new UsageError(parsed.error.issues.map(({ message }) => `ID ${valueInLine(message)}.`).join("\n"));
}

/** What can be done with files that need a second person. */
export const fileCommands: readonly Command[] = [
  filesAsk,
  filesDisclose,
  filesList,
  answerCommand("approve", "Approve a file that somebody else has asked for. Needs an admin's token.", "approved"),
  answerCommand("decline", "Decline a file that somebody else has asked for. Needs an admin's token.", "declined"),
  answerCommand("withdraw", "Take back a file that you asked for, with what was made of it.", "taken back"),
  filesTake,
];
