import { z } from "zod";
import { faultText } from "../../vocabulary/condition-faults.ts";
import { rangeOf } from "../../vocabulary/condition-values.ts";
import type { Chain, Sequence, SequencePage } from "../../vocabulary/sequence/sequence.ts";
import { sequenceFaultText } from "../../vocabulary/sequence/sequence-faults.ts";
import { sequenceFromParams } from "../../vocabulary/sequence/sequence-params.ts";
import { valueInLine } from "../../vocabulary/visible-text.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, readOptions, refuseWords, UsageError, wholeNumber } from "../command/command.ts";
import { viewNamed } from "./view-named.ts";

const optionsSchema = z.object({
  by: z.string().default("member"),
  within: z.string().default("1h"),
  step: z.array(z.string()).default([]),
  from: z.string().optional(),
  to: z.string().optional(),
  view: z.string().optional(),
  limit: wholeNumber(1, 10_000).default(50),
});
type Options = z.infer<typeof optionsSchema>;

/** `events sequence`: finds what happened one after the other. */
export const eventsSequence: Command = {
  words: ["events", "sequence"],
  reaches: "api",
  summary: "Find events that happened one after the other, of the same member, device or address; newest first.",
  usage: [
    "--step STEP [--step STEP]... [--by member|device|ip] [--within T] [--from T] [--to T] [--view NAME] [--limit N]",
    "STEP is conditions as the console's address has them: 'action=member.login-failed&times=5' is five of them or more,",
    "'action=member.logged-in&not=true' that none follows. At most four steps, in their order.",
    "--within is from the first to the last event: 30m, 1h, 2d; 1h unless given. --from and --to are when the first happened.",
    "--view asks a saved sequence. N is how many chains are printed at least, as far as there are some; 50 unless given.",
  ],
  options: {
    step: { type: "string", multiple: true },
    ...Object.fromEntries(
      ["by", "within", "from", "to", "view", "limit"].map((name) => [name, { type: "string" }] as const),
    ),
  },
  async run(given, { env, output }) {
    refuseWords(given);
    const options = readOptions(optionsSchema, given.values);
    const call = apiOf(env);
    const sequence =
      options.view === undefined
        ? sequenceOf(options)
        : sequenceOfView(await viewNamed(call, options.view), options.view);
    let told = 0;
    let cursor: string | undefined;
    do {
      const asked: { sequence: Sequence; cursor?: string } = { sequence, ...(cursor !== undefined && { cursor }) };
      const page: SequencePage = await call((api) => api.sequences.search.query(asked));
      for (const chain of page.chains) output.print(given.json ? JSON.stringify(chain) : asLine(chain));
      told += page.chains.length;
      if (page.partial) {
        output.say(`Partial: the search gave up at ${page.lookedTo}. Narrow the period with --from.`);
        return;
      }
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined && told < options.limit);
  },
};

function sequenceOf({ by, within, step, from, to }: Options): Sequence {
  const params = new URLSearchParams({ by, within });
  for (const [n, text] of step.entries()) {
    for (const [key, value] of new URLSearchParams(text)) params.append(`${n + 1}.${key}`, value);
  }
  const { sequence, faults, conditionFaults } = sequenceFromParams(params);
  const period = from === undefined && to === undefined ? null : rangeOf(from ?? "", to ?? "");
  const texts = [
    ...faults.map((fault) => sequenceFaultText(fault)),
    ...conditionFaults.map((fault) => faultText(fault)),
  ];
  if (texts.length > 0) throw new UsageError(texts.join("\n"));
  return { ...sequence, period };
}

function sequenceOfView({ sequence }: { sequence: Sequence | null }, name: string): Sequence {
  if (sequence !== null) return sequence;
  throw new UsageError(`The view "${name}" is no sequence: events search --view asks it.`);
}

function asLine({ key, startAt, endAt, steps, memberIds }: Chain): string {
  const events = steps.map((ids) => ids.length).join(" + ");
  return `${startAt}  ${endAt}  ${valueInLine(key)}  ${events} events  ${valueInLine(memberIds.join(" "))}`;
}
