import { z } from "zod";
import { reconcileCounts } from "../../event-storage/reconcile-counts.ts";
import { type Command, readOptions, refuseWords, UsageError } from "../command/command.ts";
import { holdAgainstEvents } from "./hold-against-events.ts";

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
  async run(given, surroundings) {
    refuseWords(given);
    const { from, to, repair } = readOptions(optionsSchema, given.values);
    if (Date.parse(from) >= Date.parse(to)) throw new UsageError("--from must be before --to.");
    await holdAgainstEvents(surroundings, {
      ...{ repair, json: given.json },
      async find(db, by) {
        const wrong = await reconcileCounts(db, by, { from, to, repair });
        return { wrong, total: wrong.length };
      },
      line: (one) => `${one.hour}  ${one.action}  counted ${one.counted}, stored ${one.stored}`,
      right: "Every count is the number of stored events.",
      repaired: (n) => `${n} counts were wrong and are counted anew.`,
      wrong: (n) => `${n} counts are wrong. Count them anew with --repair.`,
    });
  },
};
