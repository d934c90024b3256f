import { z } from "zod";
import {
  changeThresholdSchema,
  retentionNames,
  type Threshold,
  thresholdNames,
} from "../../vocabulary/staff/settings.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, readOneWord, readOptions, refuseWords, wholeNumber } from "../command/command.ts";

/** Numbers of the installation that are listed and set alike. */
type Numbers = {
  word: string;
  names: readonly Threshold["name"][];
  list: string;
  set: string;
  /** What is to be known of a name beside its bounds. */
  note?: string;
};

function listOf({ word, names, list }: Numbers): Command {
  return {
    words: [word, "list"],
    reaches: "api",
    summary: list,
    usage: ["", "Needs an admin's or auditor's token."],
    options: {},
    async run(given, { env, output }) {
      refuseWords(given);
      const { thresholds } = await apiOf(env)((api) => api.settings.thresholds.query({}));
      for (const one of thresholds.filter(({ name }) => names.includes(name))) {
        const { name, value, standard, lowest, highest } = one;
        const text = `${name}  ${value}  (${lowest} to ${highest}, ${standard} unless changed)`;
        output.print(given.json ? JSON.stringify(one) : text);
      }
    },
  };
}

function setOf({ word, names, set, note }: Numbers): Command {
  const setOptions = z.object({
    name: z.enum(names, { error: `must be one of ${names.join(", ")}` }),
    value: z.string({ error: "must be given: the new number" }).pipe(wholeNumber(0, 1_000_000)),
    reason: changeThresholdSchema.shape.reason,
  });
  return {
    words: [word, "set"],
    reaches: "api",
    summary: set,
    usage: [
      "NAME --value N --reason TEXT",
      `NAME is one of ${names.join(", ")}. Needs an admin's token.`,
      ...(note === undefined ? [] : [note]),
    ],
    options: { value: { type: "string" }, reason: { type: "string" } },
    async run(given, { env, output }) {
      const order = readOptions(setOptions, { ...given.values, name: readOneWord(given, "its name") });
      const { before } = await apiOf(env)((api) => api.settings.changeThreshold.mutate(order));
      const text = `${order.name}: ${order.value}, before ${before}`;
      output.print(given.json ? JSON.stringify({ ...order, before }) : text);
    },
  };
}

const thresholds: Numbers = {
  word: "thresholds",
  names: thresholdNames,
  list: "List the installation's thresholds with their bounds.",
  set: "Set a threshold within its bounds; it holds from the next request on, and stands in the history of settings.",
};

const retention: Numbers = {
  word: "retention",
  names: retentionNames,
  list: "List how long what is kept, where admins set it.",
  set: "Set how long something is kept, within its bounds; it stands in the history of settings.",
  note: "keep-erased-devices 0: erasing a member takes devices and addresses out of the member's events, too.",
};

/** What can be done with thresholds and retention settings through the API. */
export const thresholdCommands: readonly Command[] = [thresholds, retention].flatMap((numbers) => [
  listOf(numbers),
  setOf(numbers),
]);
