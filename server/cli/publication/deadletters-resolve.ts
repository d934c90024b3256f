import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { type LetterAct, type LetterActKind, letterOrderSchema } from "../../vocabulary/dead-letter.ts";
import { type ApiClient, apiOf } from "../command/api-client.ts";
import {
  type Command,
  CommandFailure,
  type Given,
  type Output,
  readOneWord,
  readOptions,
  UsageError,
  wholeNumber,
} from "../command/command.ts";

const LOOK_EVERY_MS = 500;

const optionsSchema = z.object({
  id: z.array(z.string()).optional(),
  rate: wholeNumber(1, 500).optional(),
  reason: z.string({ error: "must be given: say what was repaired, or why they are not needed" }),
});

const options = {
  id: { type: "string", multiple: true },
  rate: { type: "string" },
  reason: { type: "string" },
} as const;

const usage = [
  "QUEUE --reason TEXT [--id ID]... [--rate N]",
  "QUEUE is a subscriber's id or its queue's name. Without --id all that lie there now; ids are those of deadletters read.",
  "N letters a second (50). Says how far it is and ends when it is done. Needs an admin's token.",
];

/** `deadletters redrive`: letters go back into their queue. */
export const deadlettersRedrive: Command = {
  words: ["deadletters", "redrive"],
  reaches: "api",
  summary: "Bring dead letters back into their queue as they were, once what made them fail is repaired.",
  usage,
  options,
  run: (given, { env, output }) => resolve("redrive", given, { env, output }),
};

/** `deadletters discard`: letters are removed for good. */
export const deadlettersDiscard: Command = {
  words: ["deadletters", "discard"],
  reaches: "api",
  summary: "Remove dead letters that nobody needs; their events stay in the store.",
  usage,
  options,
  run: (given, { env, output }) => resolve("discard", given, { env, output }),
};

async function resolve(
  act: LetterActKind,
  given: Given,
  { env, output }: { env: Record<string, string | undefined>; output: Output },
): Promise<void> {
  const queue = readOneWord(given, "a subscriber's id or its queue's name");
  const { id: ids, rate, reason } = readOptions(optionsSchema, given.values);
  const selection = ids === undefined ? { kind: "all" } : { kind: "some", ids };
  const order = letterOrderSchema.safeParse({
    ...{ idempotencyKey: randomUUID(), queue, act, selection, reason },
    ...(rate === undefined ? {} : { rate }),
  });
  if (!order.success) {
    throw new UsageError(order.error.issues.map(({ path, message }) => `--${String(path[0])} ${message}.`).join("\n"));
  }
  const call = apiOf(env);
  const { actId } = await call((api) => api.deadLetters.order.mutate(order.data));
  const ended = await follow((use) => call(use), actId, output);
  const { done, awaited, error, state } = ended;
  if (given.json) output.print(JSON.stringify({ queue: ended.queue, act, actId, done, left: awaited }));
  else
    output.print(`${done} ${act === "redrive" ? `brought back into ${ended.queue}` : `of ${ended.queue} discarded`}`);
  if (awaited > 0) output.say(`${awaited} are in somebody's hands; order it again when they can be seen.`);
  if (state === "failed") throw new CommandFailure(error ?? "It could not be done.");
}

async function follow(
  call: <T>(use: (api: ApiClient) => Promise<T>) => Promise<T>,
  actId: string,
  output: Output,
): Promise<LetterAct> {
  for (let said = ""; ; await wait(LOOK_EVERY_MS)) {
    const act = await call((api) => api.deadLetters.act.query({ actId }));
    if (act.finishedAt !== null) return act;
    const now = progressOf(act);
    if (now !== said) output.say(now);
    said = now;
  }
}

function progressOf({ done, wanted, awaited, error }: LetterAct): string {
  const of = wanted === null ? "" : ` of ${wanted}`;
  const others = awaited > 0 ? `; waits for ${awaited} that somebody holds` : "";
  return `${done}${of} done${others}${error === null ? "" : `; ${error}`}`;
}
