import { z } from "zod";
import { apiOf } from "../command/api-client.ts";
import { type Command, readOneWord, readOptions } from "../command/command.ts";

const optionsSchema = z.object({ reason: z.string({ error: "must be given: say why it is no personal value" }) });

/** `catalog loosen`: agrees that another admin's catalog takes the mask off an attribute. */
export const catalogLoosen: Command = {
  words: ["catalog", "loosen"],
  reaches: "api",
  summary: "Agree that a catalog which another admin pushes within 24 hours takes the mask off an attribute.",
  usage: ["NAME --reason TEXT", "Masked values stay masked; new ones will stand clear. Needs an admin's token."],
  options: { reason: { type: "string" } },
  async run(given, { env, output }) {
    const name = readOneWord(given, "the attribute's name");
    const { reason } = readOptions(optionsSchema, given.values);
    const answer = await apiOf(env)((api) => api.catalog.loosen.mutate({ name, reason }));
    output.print(
      given.json
        ? JSON.stringify(answer)
        : `Another admin may push a catalog in which ${name} is not personal. ${answer.maskedEvents} events hold masked values of it.`,
    );
  },
};
