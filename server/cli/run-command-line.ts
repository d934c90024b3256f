import { visibleJson, visibleLine } from "../vocabulary/visible-text.ts";
import { auditVerify } from "./audit/audit-verify.ts";
import {
  type Command,
  CommandFailure,
  type Output,
  parseGiven,
  type Surroundings,
  UsageError,
} from "./command/command.ts";
import { countsReconcile } from "./counts/counts-reconcile.ts";
import { sightingsReconcile } from "./counts/sightings-reconcile.ts";
import { eventsRecord } from "./events/events-record.ts";
import { eventsSearch } from "./events/events-search.ts";
import { eventsSequence } from "./events/events-sequence.ts";
import { eventsShow } from "./events/events-show.ts";
import { eventsViews } from "./events/events-views.ts";
import { fileCommands } from "./files/files-commands.ts";
import { erasureCommands } from "./members/members-erase.ts";
import { membersState } from "./members/members-state.ts";
import { membersTimeline } from "./members/members-timeline.ts";
import { conformance } from "./policy/conformance.ts";
import { policyExplain } from "./policy/policy-explain.ts";
import { policySql } from "./policy/policy-sql.ts";
import { policyTest } from "./policy/policy-test.ts";
import { deadlettersList, deadlettersRead } from "./publication/deadletters.ts";
import { deadlettersDiscard, deadlettersRedrive } from "./publication/deadletters-resolve.ts";
import { publicationStatusCommand } from "./publication/publication-status.ts";
import { publicationGo, publicationRetry, publicationStop } from "./publication/publication-switch.ts";
import { catalogCheck } from "./records/catalog-check.ts";
import { catalogList } from "./records/catalog-list.ts";
import { catalogLoosen } from "./records/catalog-loosen.ts";
import { catalogPush } from "./records/catalog-push.ts";
import { catalogTypes } from "./records/catalog-types.ts";
import { recordsImport } from "./records/records-import.ts";
import { republishActs, republishRate, republishRetry } from "./republish/republish-control.ts";
import { republishCreate } from "./republish/republish-create.ts";
import { republishOutcomes } from "./republish/republish-outcomes.ts";
import { republishPlan } from "./republish/republish-plan.ts";
import { republishShow, republishWatch } from "./republish/republish-show.ts";
import { accountsCreate } from "./staff/accounts-create.ts";
import { thresholdCommands } from "./staff/threshold-commands.ts";
import { tokenCommands } from "./staff/token-commands.ts";
import { tokensCreate } from "./staff/tokens-create.ts";
import { awsApply, awsPlan } from "./subscribers/aws-plan.ts";
import { subscribersList, subscribersShow } from "./subscribers/subscribers-list.ts";
import { subscribersRegister } from "./subscribers/subscribers-register.ts";

/** Every command of the command line. */
export const commands: readonly Command[] = [
  eventsSearch,
  eventsSequence,
  eventsViews,
  eventsShow,
  eventsRecord,
  membersTimeline,
  membersState,
  ...fileCommands,
  ...erasureCommands,
  publicationStatusCommand,
  publicationStop,
  publicationGo,
  publicationRetry,
  policyTest,
  policyExplain,
  policySql,
  conformance,
  subscribersList,
  subscribersShow,
  subscribersRegister,
  awsPlan,
  awsApply,
  deadlettersList,
  deadlettersRead,
  deadlettersRedrive,
  deadlettersDiscard,
  catalogCheck,
  catalogPush,
  catalogList,
  catalogTypes,
  catalogLoosen,
  republishPlan,
  republishCreate,
  republishShow,
  republishWatch,
  ...republishActs,
  republishRate,
  republishRetry,
  republishOutcomes,
  recordsImport,
  accountsCreate,
  tokensCreate,
  ...thresholdCommands,
  ...tokenCommands,
  countsReconcile,
  sightingsReconcile,
  auditVerify,
];

/** Done, failed, or asked for wrongly. */
export type ExitCode = 0 | 1 | 2;

/**
 * Runs the command line: results go to `output.print`, everything else to `output.say`. Whatever stored texts hold, what
 * is given to either is one line and no order to a terminal.
 *
 * @param args what was typed after the program's name.
 * @returns the exit code; a defect is thrown.
 */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const output = visibleOutput(surroundings.output);
  try {
    if (args.length === 0) throw new UsageError(helpText());
    if (["help", "--help", "-h"].includes(args[0] ?? "")) {
      printLines(output, helpText());
      return 0;
    }
    const command = findCommand(args);
    const given = parseGiven(command, args.slice(command.words.length));
    if (given === null) printLines(output, commandHelp(command));
    else await command.run(given, { ...surroundings, output: given.json ? jsonOutput(surroundings.output) : output });
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof CommandFailure)) throw error;
    for (const line of error.message.split("\n")) output.say(line);
    return error instanceof UsageError ? 2 : 1;
  }
}

function visibleOutput({ print, say }: Output): Output {
  return { print: (line) => print(visibleLine(line)), say: (line) => say(visibleLine(line)) };
}

/** For --json: data stay data, so what a terminal would obey is escaped instead of marked. */
function jsonOutput({ print, say }: Output): Output {
  return { print: (line) => print(visibleJson(line)), say: (line) => say(visibleLine(line)) };
}

function printLines(output: Output, text: string): void {
  for (const line of text.split("\n")) output.print(line);
}

function findCommand(args: readonly string[]): Command {
  const found = commands.find(({ words }) => words.every((word, at) => args[at] === word));
  if (found) return found;
  const names = commands.map(({ words }) => words.join(" ")).join(", ");
  const typed = args.slice(0, 2).join(" ");
  throw new UsageError(`There is no command "${typed}". The commands are ${names}; see memberscope --help.`);
}

function helpText(): string {
  const width = Math.max(...commands.map(({ words }) => words.join(" ").length));
  return [
    "memberscope COMMAND [OPTIONS]",
    "",
    ...commands.map(({ words, summary }) => `  ${words.join(" ").padEnd(width)}  ${summary}`),
    "",
    "  --json       one object, or one a line for lists; messages go to standard error",
    "  -h, --help   options of a command",
    "",
    "MEMBERSCOPE_URL (http://127.0.0.1:3000) and MEMBERSCOPE_TOKEN say where and as whom.",
    "Exit code: 0 done, 1 failed, 2 asked for wrongly.",
  ].join("\n");
}

function commandHelp({ words, summary, usage }: Command): string {
  const [options = "", ...more] = usage;
  return [
    `memberscope ${words.join(" ")} ${options} [--json]`.replace("  ", " "),
    ...more.map((line) => `    ${line}`),
    "",
    summary,
  ].join("\n");
}
