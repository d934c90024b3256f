import { randomBytes } from "node:crypto";
import { z } from "zod";
import { connect } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { createAccount } from "../../staff/create-account.ts";
import { roles } from "../../vocabulary/roles.ts";
import { type Command, CommandFailure, readOptions, refuseWords, UsageError } from "../command/command.ts";
import { readSettings } from "../command/read-settings.ts";
import { whoTypes } from "../command/who-types.ts";

/** 144 bits, as 24 letters and digits: nobody guesses it, and nobody chooses it. */
const PASSWORD_BYTES = 18;

const optionsSchema = z.object({
  login: z.string({ error: "must be given" }).min(1, "must not be empty").max(100, "must have at most 100 characters"),
  name: z.string().min(1, "must not be empty").max(100, "must have at most 100 characters").optional(),
  role: z.enum(roles, { error: `must be one of ${roles.join(", ")}` }),
});

/** `accounts create`: a staff account, made on the host by somebody with access to the database. */
export const accountsCreate: Command = {
  words: ["accounts", "create"],
  reaches: "database",
  summary: "Make a staff account; needs DATABASE_URL and prints its password once.",
  usage: ["--login LOGIN --role ROLE [--name NAME]", `ROLE is one of ${roles.join(", ")}. NAME is LOGIN unless given.`],
  options: { login: { type: "string" }, role: { type: "string" }, name: { type: "string" } },
  async run(given, { env, output }) {
    refuseWords(given);
    const { login, role, name = login } = readOptions(optionsSchema, given.values);
    const { DATABASE_URL: url } = readSettings(env);
    if (url === undefined) throw new UsageError("DATABASE_URL is not set. Set it to the database of Memberscope.");
    const password = randomBytes(PASSWORD_BYTES).toString("base64url");
    const db = connect({ url, name: "command line", max: 1 });
    try {
      await createAccount(db, whoTypes(), { login, name, role, password });
    } catch (error) {
      if (error instanceof DomainError) throw new CommandFailure(error.message);
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw new CommandFailure(`The database refused: ${cause instanceof Error ? cause.message : String(cause)}`);
    } finally {
      await db.$client.end({ timeout: 1 });
    }
    output.print(given.json ? JSON.stringify({ login, role, password }) : password);
    output.say("This password is not shown again.");
  },
};
