import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type ApiClient, apiOf } from "../command/api-client.ts";
import { type Command, readOneWord, readOptions, wholeNumber } from "../command/command.ts";

type Act = {
  word: "pause" | "resume" | "cancel" | "approve";
  summary: string;
  /** What is then so. */
  done: string;
  act: (api: ApiClient, jobId: string) => Promise<unknown>;
};

const acts: readonly Act[] = [
  {
    word: "pause",
    summary: "Hold a job; what is in hand is finished.",
    done: "paused",
    act: (api, jobId) => api.republish.pause.mutate({ jobId }),
  },
  {
    word: "resume",
    summary: "Let a paused job go on, also one that waits after its first lot.",
    done: "goes on",
    act: (api, jobId) => api.republish.resume.mutate({ jobId }),
  },
  {
    word: "cancel",
    summary: "End a job for good; what was not sent stays unsent.",
    done: "cancelled",
    act: (api, jobId) => api.republish.cancel.mutate({ jobId }),
  },
  {
    word: "approve",
    summary: "Agree, as a second person, that a large job is sent.",
    done: "approved",
    act: (api, jobId) => api.republish.approve.mutate({ jobId }),
  },
];

/** `republish pause|resume|cancel|approve`. */
export const republishActs: readonly Command[] = acts.map(({ word, summary, done, act }) => ({
  words: ["republish", word],
  reaches: "api",
  summary,
  usage: ["JOB", "Needs an admin's token."],
  options: {},
  async run(given, { env, output }) {
    const jobId = readOneWord(given, "the job's id");
    await apiOf(env)((api) => act(api, jobId));
    output.print(given.json ? JSON.stringify({ jobId, done }) : `${jobId}: ${done}`);
  },
}));

const rateSchema = z.object({ to: wholeNumber(1, 10_000) });

/** `republish rate`: another rate from the next lot on. */
export const republishRate: Command = {
  words: ["republish", "rate"],
  reaches: "api",
  summary: "Change how many events a second a job sends, from its next lot on.",
  usage: ["JOB --to N", "Needs an admin's token."],
  options: { to: { type: "string" } },
  async run(given, { env, output }) {
    const jobId = readOneWord(given, "the job's id");
    const { to: rate } = readOptions(rateSchema, given.values);
    await apiOf(env)((api) => api.republish.changeRate.mutate({ jobId, rate }));
    output.print(given.json ? JSON.stringify({ jobId, rate }) : `${jobId}: ${rate}/s`);
  },
};

const retrySchema = z.object({
  reason: z.string({ error: "must be given: say why these events are sent again" }),
  key: z.uuid("must be a UUID").optional(),
});

/** `republish retry`: what failed, is unknown or was held back, as a new job. */
export const republishRetry: Command = {
  words: ["republish", "retry"],
  reaches: "api",
  summary: "Send what failed in a job, is unknown or was held back once more, as a new job.",
  usage: ["JOB --reason TEXT [--key UUID]", "Prints the new job's id. Needs an admin's token."],
  options: { reason: { type: "string" }, key: { type: "string" } },
  async run(given, { env, output }) {
    const jobId = readOneWord(given, "the job's id");
    const { reason, key = randomUUID() } = readOptions(retrySchema, given.values);
    const made = await apiOf(env)((api) => api.republish.retry.mutate({ jobId, idempotencyKey: key, reason }));
    output.print(given.json ? JSON.stringify(made) : made.jobId);
  },
};
