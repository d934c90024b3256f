import { accountsCreate } from "./accounts-create.ts";
import { awsApply, awsPlan } from "./aws-plan.ts";
import { catalogList } from "./catalog-list.ts";
import { catalogPush } from "./catalog-push.ts";
import { type Command, CommandFailure, parseGiven, type Surroundings, UsageError } from "./command.ts";
import { conformance } from "./conformance.ts";
import { deadlettersRedrive } from "./deadletters-redrive.ts";
import { eventsRecord } from "./events-record.ts";
import { eventsSearch } from "./events-search.ts";
import { eventsShow } from "./events-show.ts";
import { membersState } from "./members-state.ts";
import { membersTimeline } from "./members-timeline.ts";
import { policyExplain } from "./policy-explain.ts";
import { policySql } from "./policy-sql.ts";
import { policyTest } from "./policy-test.ts";
import { publicationStatusCommand } from "./publication-status.ts";
import { publicationGo, publicationRetry, publicationStop } from "./publication-switch.ts";
import { recordsImport } from "./records-import.ts";
import { subscribersList, subscribersShow } from "./subscribers-list.ts";
import { subscribersRegister } from "./subscribers-register.ts";
import { tokensCreate } from "./tokens-create.ts";

const commands: readonly Command[] = [
  eventsSearch,
  eventsShow,
  eventsRecord,
  membersTimeline,
  membersState,
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
  deadlettersRedrive,
  catalogPush,
  catalogList,
  recordsImport,
  accountsCreate,
  tokensCreate,
];

/** Done, failed, or asked for wrongly. */
export type ExitCode = 0 | 1 | 2;

/**
 * Runs the command line: results go to `output.print`, everything else to `output.say`.
 *
 * @param args what was typed after the program's name.
 * @returns the exit code; a defect is thrown.
 */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { output } = surroundings;
  try {
    if (args.length === 0) throw new UsageError(helpText());
    if (["help", "--help", "-h"].includes(args[0] ?? "")) {
      output.print(helpText());
      return 0;
    }
    const command = findCommand(args);
    const given = parseGiven(command, args.slice(command.words.length));
    if (given === null) output.print(commandHelp(command));
    else await command.run(given, surroundings);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof CommandFailure)) throw error;
    output.say(error.message);
    return error instanceof UsageError ? 2 : 1;
  }
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
