import { z } from "zod";
import { connect } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { createAccessToken } from "../../staff/create-access-token.ts";
import { type Command, CommandFailure, readOptions, refuseWords, UsageError, wholeNumber } from "../command/command.ts";
import { readSettings } from "../command/read-settings.ts";
import { whoTypes } from "../command/who-types.ts";

const optionsSchema = z.object({
  login: z.string({ error: "must be given: whose token it is" }).min(1, "must not be empty"),
  name: z.string().min(1, "must not be empty").max(100, "must have at most 100 characters").default("command line"),
  days: wholeNumber(1, 365).default(30),
});

/** `tokens create`: a personal access token, made on the host by somebody with access to the database. */
export const tokensCreate: Command = {
  words: ["tokens", "create"],
  reaches: "database",
  summary: "Make a personal access token for somebody; needs DATABASE_URL and prints the token once.",
  usage: [
    "--login LOGIN [--name NAME] [--days N]",
    "It may what its owner's role may. N is 30 unless given, 365 at most.",
  ],
  options: { login: { type: "string" }, name: { type: "string" }, days: { type: "string" } },
  async run(given, { env, output }) {
    refuseWords(given);
    const input = readOptions(optionsSchema, given.values);
    const { DATABASE_URL: url } = readSettings(env);
    if (url === undefined) throw new UsageError("DATABASE_URL is not set. Set it to the database of Memberscope.");
    const created = await createToken(url, input);
    output.print(given.json ? JSON.stringify({ login: input.login, ...created }) : created.token);
    output.say(`Valid until ${created.expiresAt}. It is not shown again; set it as MEMBERSCOPE_TOKEN.`);
  },
};

async function createToken(url: string, input: z.infer<typeof optionsSchema>) {
  const db = connect({ url, name: "command line", max: 1 });
  try {
    return await createAccessToken(db, whoTypes(), input);
  } catch (error) {
    if (error instanceof DomainError) throw new CommandFailure(error.message);
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new CommandFailure(`The database refused: ${cause instanceof Error ? cause.message : String(cause)}`);
  } finally {
    await db.$client.end({ timeout: 1 });
  }
}
