import { z } from "zod";
import { connect } from "../../db.ts";
import { reconcileCounts } from "../../event-storage/reconcile-counts.ts";
import { type Command, CommandFailure, readOptions, refuseWords, UsageError } from "../command/command.ts";
import { readSettings } from "../command/read-settings.ts";
import { whoTypes } from "../command/who-types.ts";

const time = z.iso.datetime({ offset: true, error: "must be a time with zone, like 2026-11-21T09:00:00Z" });
const optionsSchema = z.object({ from: time, to: time, repair: z.boolean().default(false) });

/** `counts reconcile`: holds the counts by hour and day against the events themselves. */
export const countsReconcile: Command = {
  words: ["counts", "reconcile"],
  reaches: "database",
  summary: "Hold the counts of events by hour and day against the events; needs DATABASE_URL.",
  usage: [
    "--from T --to T [--repair]",
    "Prints every hour and action whose count is wrong, and ends with 1 when one is. With --repair they are counted anew.",
  ],
  options: { from: { type: "string" }, to: { type: "string" }, repair: { type: "boolean" } },
  async run(given, { env, output }) {
    refuseWords(given);
    const { from, to, repair } = readOptions(optionsSchema, given.values);
    if (Date.parse(from) >= Date.parse(to)) throw new UsageError("--from must be before --to.");
    const { DATABASE_URL: url } = readSettings(env);
    if (url === undefined) throw new UsageError("DATABASE_URL is not set. Set it to the database of Memberscope.");
    const db = connect({ url, name: "command line", max: 1 });
    try {
      const wrong = await reconcileCounts(db, whoTypes(), { from, to, repair });
      for (const one of wrong) {
        output.print(
          given.json ? JSON.stringify(one) : `${one.hour}  ${one.action}  counted ${one.counted}, stored ${one.stored}`,
        );
      }
      if (wrong.length === 0) output.say("Every count is the number of stored events.");
      else if (repair) output.say(`${wrong.length} counts were wrong and are counted anew.`);
      else throw new CommandFailure(`${wrong.length} counts are wrong. Count them anew with --repair.`);
    } catch (error) {
      if (error instanceof CommandFailure) throw error;
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw new CommandFailure(`The database refused: ${cause instanceof Error ? cause.message : String(cause)}`);
    } finally {
      await db.$client.end({ timeout: 1 });
    }
  },
};
