import { z } from "zod";
import { changeThresholdSchema, thresholdNames } from "../../vocabulary/staff/settings.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, readOneWord, readOptions, refuseWords, wholeNumber } from "../command/command.ts";

const setOptions = z.object({
  name: z.enum(thresholdNames, { error: `must be one of ${thresholdNames.join(", ")}` }),
  value: z.string({ error: "must be given: the new number" }).pipe(wholeNumber(0, 1_000_000)),
  reason: changeThresholdSchema.shape.reason,
});

/** `thresholds list`: the numbers that admins set. */
const thresholdsList: Command = {
  words: ["thresholds", "list"],
  reaches: "api",
  summary: "List the installation's thresholds with their bounds.",
  usage: ["", "Needs an admin's or auditor's token."],
  options: {},
  async run(given, { env, output }) {
    refuseWords(given);
    const { thresholds } = await apiOf(env)((api) => api.settings.thresholds.query({}));
    for (const one of thresholds) {
      const { name, value, standard, lowest, highest } = one;
      const text = `${name}  ${value}  (${lowest} to ${highest}, ${standard} unless changed)`;
      output.print(given.json ? JSON.stringify(one) : text);
    }
  },
};

/** `thresholds set`: sets one of them within its bounds. */
const thresholdsSet: Command = {
  words: ["thresholds", "set"],
  reaches: "api",
  summary:
    "Set a threshold within its bounds; it holds from the next request on, and stands in the history of settings.",
  usage: ["NAME --value N --reason TEXT", `NAME is one of ${thresholdNames.join(", ")}. Needs an admin's token.`],
  options: { value: { type: "string" }, reason: { type: "string" } },
  async run(given, { env, output }) {
    const order = readOptions(setOptions, { ...given.values, name: readOneWord(given, "the threshold's name") });
    const { before } = await apiOf(env)((api) => api.settings.changeThreshold.mutate(order));
    output.print(given.json ? JSON.stringify({ ...order, before }) : `${order.name}: ${order.value}, before ${before}`);
  },
};

/** What can be done with thresholds through the API. */
export const thresholdCommands: readonly Command[] = [thresholdsList, thresholdsSet];
