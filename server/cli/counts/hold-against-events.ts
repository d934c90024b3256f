import { connect, type Db } from "../../db.ts";
import type { Outsider } from "../../staff/actor.ts";
import { CommandFailure, type Surroundings, UsageError } from "../command/command.ts";
import { readSettings } from "../command/read-settings.ts";
import { whoTypes } from "../command/who-types.ts";

type Holding<T> = {
  /** Finds what is wrong, of much the first, and repairs all of it when that was asked for. */
  find: (db: Db, by: Outsider) => Promise<{ wrong: readonly T[]; total: number }>;
  line: (wrong: T) => string;
  right: string;
  repaired: (wrong: number) => string;
  wrong: (wrong: number) => string;
  repair: boolean;
  json: boolean;
};

/**
 * Holds something that is kept against the events it was made of, on the database itself, and prints what is wrong.
 *
 * @throws CommandFailure when something is wrong and stays it, or with the database's words when it refuses.
 */
export async function holdAgainstEvents<T>(
  { env, output }: Pick<Surroundings, "env" | "output">,
  { find, line, right, repaired, wrong, repair, json }: Holding<T>,
): Promise<void> {
  const { DATABASE_URL: url } = readSettings(env);
  if (url === undefined) throw new UsageError("DATABASE_URL is not set. Set it to the database of Memberscope.");
  const db = connect({ url, name: "command line", max: 1 });
  try {
    const found = await find(db, whoTypes());
    for (const one of found.wrong) output.print(json ? JSON.stringify(one) : line(one));
    if (found.total === 0) output.say(right);
    else if (repair) output.say(repaired(found.total));
    else throw new CommandFailure(wrong(found.total));
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new CommandFailure(`The database refused: ${cause instanceof Error ? cause.message : String(cause)}`);
  } finally {
    await db.$client.end({ timeout: 1 });
  }
}
