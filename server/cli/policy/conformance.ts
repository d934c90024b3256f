import { randomUUID } from "node:crypto";
import { z } from "zod";
import { allCases, type ConformancePlan, estimateRun, planConformance } from "../../conformance/plan-conformance.ts";
import { type CaseResult, runConformance } from "../../conformance/run-conformance.ts";
import { type ConformanceAccount, openConformanceAccount } from "../../messaging/conformance-account.ts";
import {
  type Command,
  CommandFailure,
  type Given,
  type Output,
  readOptions,
  refuseWords,
  UsageError,
  wholeNumber,
} from "../command/command.ts";
import { summarizeConformance } from "./summarize-conformance.ts";

/** What AWS documents as the longest time until a filter policy is in force. */
const PATIENCE_S = 15 * 60;

const PREFIX = "memberscope-conformance-";

const optionsSchema = z.object({
  aws: z.boolean().default(false),
  only: z.array(z.string().min(1)).optional(),
  limit: wholeNumber(1, 10_000).optional(),
  patience: wholeNumber(0, 3600).default(PATIENCE_S),
  remove: z
    .string()
    .regex(new RegExp(`^${PREFIX}[0-9a-f]{8}-$`), `must be the prefix that a run printed, like ${PREFIX}0a1b2c3d-`)
    .optional(),
});

/** `conformance --aws`: whether SNS itself answers every case as this product does. */
export const conformance: Command = {
  words: ["conformance"],
  reaches: "aws",
  summary: "Ask a real AWS account every case of the filter policy language and print what differs.",
  usage: [
    "--aws [--only GROUP]... [--limit N] [--patience SECONDS] [--remove PREFIX]",
    "Makes topics, subscriptions and a queue of its own, named memberscope-conformance-..., and always removes them.",
    "--only chooses cases by the beginning of their id, --limit so many of each kind; without --aws it says what it would make.",
    `A difference counts once it has outlasted --patience, ${PATIENCE_S} by default: so long a policy may take to be in force.`,
    "--remove only removes what a killed run left under the prefix that it printed.",
    "Needs the AWS SDK's own variables (AWS_REGION, and credentials or a profile) and the rights that docs/filter-policies.md lists.",
  ],
  options: {
    aws: { type: "boolean" },
    only: { type: "string", multiple: true },
    limit: { type: "string" },
    patience: { type: "string" },
    remove: { type: "string" },
  },
  async run(given, { output }) {
    refuseWords(given);
    const { aws, remove, patience, ...choice } = readOptions(optionsSchema, given.values);
    const plan = planConformance(allCases, choice);
    if (plan.groups.length + plan.invalid.length === 0)
      throw new UsageError("--only names no case. Ids begin like attr-cidr or err-numeric.");
    const patienceMs = patience * 1000;
    if (!aws)
      throw new UsageError(
        `${sayPlan(plan, patienceMs)}\nThat needs an AWS account: set AWS_REGION and credentials (or AWS_PROFILE) and say --aws.`,
      );
    const prefix = remove ?? `${PREFIX}${randomUUID().slice(0, 8)}-`;
    const account = openConformanceAccount(prefix);
    try {
      if (remove === undefined) {
        for (const line of sayPlan(plan, patienceMs).split("\n")) output.say(line);
        output.say(`Everything is named ${prefix}... and removed at the end.`);
        await runAndRemove(account, plan, { patienceMs, prefix, given, output });
      } else {
        await account.adoptLeftovers().catch((error: unknown) => {
          throw new CommandFailure(sayFailure(error));
        });
        await removeAll(account, { prefix, output });
      }
    } finally {
      account.close();
    }
  },
};

function sayPlan(plan: ConformancePlan, patienceMs: number): string {
  const { topics, queues, subscriptions, messages, mostRequests, mostDollars } = estimateRun(plan, patienceMs);
  const cases = plan.groups.reduce((total, group) => total + group.cases.length, plan.invalid.length);
  return [
    `${cases} cases: ${topics} topics with one subscription each (${subscriptions}), ${queues} queue, ${messages} messages a round.`,
    `At most ${mostRequests} requests, under US$${(Math.ceil(mostDollars * 100) / 100).toFixed(2)} by list price; most runs end after a round or two.`,
  ].join("\n");
}

type RunOptions = { patienceMs: number; prefix: string; given: Given; output: Output };

/** Ctrl-C and SIGTERM end the run and not the removal. */
async function runAndRemove(
  account: ConformanceAccount,
  plan: ConformancePlan,
  { patienceMs, prefix, given, output }: RunOptions,
): Promise<void> {
  const ending = new AbortController();
  const end = () => {
    if (!ending.signal.aborted) output.say("Ending: removing what was made.");
    ending.abort();
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, end);
  try {
    const run = { patienceMs, signal: ending.signal, say: output.say };
    const isConform = printResults(await runConformance(account, plan, run), given, output);
    if (!isConform) throw new CommandFailure("SNS does not answer every case as this product does.");
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    throw new CommandFailure(ending.signal.aborted ? "Ended before every case was asked." : sayFailure(error));
  } finally {
    // What is left weighs more than how the run ended: it costs, and somebody has to remove it.
    await removeAll(account, { prefix, output });
    for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, end);
  }
}

async function removeAll(
  account: ConformanceAccount,
  { prefix, output }: Pick<RunOptions, "prefix" | "output">,
): Promise<void> {
  const left = await account.removeAll();
  if (left.length > 0) {
    const names = left.join("\n  ");
    throw new CommandFailure(`Could not be removed:\n  ${names}\nRemove it with: conformance --aws --remove ${prefix}`);
  }
  output.say("Everything is removed.");
}

function sayFailure(error: unknown): string {
  return `AWS did not do it: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
}

/** Whether SNS agrees. */
function printResults(results: readonly CaseResult[], { json }: Given, output: Output): boolean {
  const { lines, isConform } = summarizeConformance(results);
  if (json) for (const result of results) output.print(JSON.stringify(result));
  else for (const line of lines) output.print(line);
  return isConform;
}
