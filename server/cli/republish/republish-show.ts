import { setTimeout as wait } from "node:timers/promises";
import { openStates, type RepublishJobView } from "../../vocabulary/republish-job.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, CommandFailure, readOneWord } from "../command/command.ts";

const WATCH_MS = 1000;

/** `republish show`: one job as it stands. */
export const republishShow: Command = {
  words: ["republish", "show"],
  reaches: "api",
  summary: "Show a republish job: its state, its outcomes by number, and what failed.",
  usage: ["JOB"],
  options: {},
  async run(given, { env, output }) {
    const jobId = readOneWord(given, "the job's id");
    const view = await apiOf(env)((api) => api.republish.show.query({ jobId }));
    output.print(given.json ? JSON.stringify(view) : viewAsText(view));
  },
};

/** `republish watch`: follows a job until it is over, or waits for somebody. */
export const republishWatch: Command = {
  words: ["republish", "watch"],
  reaches: "api",
  summary: "Follow a job until it is over or waits for somebody. Fails when the job did, or when an event failed.",
  usage: ["JOB", "Ends with 1 for a job that was cancelled, failed, or has failed or unknown events."],
  options: {},
  async run(given, { env, output }) {
    const jobId = readOneWord(given, "the job's id");
    const call = apiOf(env);
    for (let before = ""; ; ) {
      const view = await call((api) => api.republish.show.query({ jobId }));
      const line = given.json ? JSON.stringify({ ...view, asOf: undefined }) : lineOf(view);
      if (line !== before) output.print(line);
      before = line;
      const { state, counts } = view.job;
      if (state === "approval" || state === "paused") return;
      if (!openStates.includes(state)) {
        if (state === "done" && counts.failed === 0 && counts.unknown === 0) return;
        throw new CommandFailure(`The job is ${state}: ${counts.failed} failed, ${counts.unknown} unknown.`);
      }
      await wait(WATCH_MS);
    }
  },
};

function lineOf({ job: { state, counts, trouble } }: RepublishJobView): string {
  const numbers = Object.entries(counts).flatMap(([name, count]) => (count === 0 ? [] : [`${name} ${count}`]));
  return [state, ...numbers, ...(trouble === null ? [] : [trouble])].join(" · ");
}

function viewAsText(view: RepublishJobView): string {
  const { job, errors } = view;
  return [
    `${job.id}  ${job.layer} topic, to ${job.target}, ordered by ${job.requestedBy} at ${job.requestedAt}`,
    `"${job.reason}"`,
    lineOf(view),
    ...(job.lateEvents === 0
      ? []
      : [`! ${job.lateEvents} more committed after ${job.asOf} though with a time before it: outside of this job`]),
    ...(job.approval === null ? [] : [`${job.approval.kind} by ${job.approval.by} at ${job.approval.at}`]),
    ...errors.map(({ text, count }) => `  ${count}  ${text}`),
  ].join("\n");
}
