import { z } from "zod";
import { reconcileSightings } from "../../event-storage/links/reconcile-sightings.ts";
import { type Command, readOptions, refuseWords } from "../command/command.ts";
import { holdAgainstEvents } from "./hold-against-events.ts";

const optionsSchema = z.object({ repair: z.boolean().default(false) });

/** `sightings reconcile`: holds who was seen with which device and address against the events themselves. */
export const sightingsReconcile: Command = {
  words: ["sightings", "reconcile"],
  reaches: "database",
  summary: "Hold who was seen with which device and address against the events; needs DATABASE_URL.",
  usage: [
    "[--repair]",
    "Reads all events; for after a partition was dropped. Prints the first 1,000 devices or addresses and members whose kept sighting is wrong, and ends with 1 when one is.",
    "With --repair the events' word is taken.",
  ],
  options: { repair: { type: "boolean" } },
  async run(given, surroundings) {
    refuseWords(given);
    const { repair } = readOptions(optionsSchema, given.values);
    await holdAgainstEvents(surroundings, {
      ...{ repair, json: given.json },
      find: (db, by) => reconcileSightings(db, by, { repair }),
      line: (one) => `${one.kind} ${one.value}  ${one.memberId}  kept ${one.kept}, stored ${one.stored}`,
      right: "Every sighting is that of the stored events.",
      repaired: (n) => `${n} sightings were wrong and are the events' now.`,
      wrong: (n) => `${n} sightings are wrong. Take the events' word with --repair.`,
    });
  },
};
