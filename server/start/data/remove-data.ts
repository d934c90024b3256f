import { existsSync, readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { stopLeftOver } from "../../embedded/postgres.ts";
import { findPostgresDirectories } from "../../embedded/postgres-directory.ts";
import { removeDirectory } from "../../embedded/remove-directory.ts";
import { StartRefusal } from "../refusals/start-refusal.ts";
import { SHELL_FILE } from "./data-directory.ts";
import { findRunningStart, LOCK_FILE, TAKEOVER_FILE } from "./start-lock.ts";

/** What PostgreSQL's directory is called inside the data directory. */
export const POSTGRES_DIRECTORY = "pg";

/** Where the access records are anchored under npm start: beside the database, so that the two are removed together. */
export const ANCHOR_DIRECTORY = "anchor";

/** Files of which a data directory of npm start has at least one from its first moments on. */
const MARKS = ["secrets.json", LOCK_FILE];

/** Everything that a start makes in its data directory, beside PostgreSQL's. */
const MADE = [...MARKS, TAKEOVER_FILE, "ports.json", SHELL_FILE, "logs", "messaging", "partner-drop", ANCHOR_DIRECTORY];

/**
 * Removes everything that npm start has kept in and for a data directory: database, queues, secrets, logs. What else lies
 * there stays, and the directory with it. A PostgreSQL that a killed start left behind is stopped first.
 *
 * @returns what was removed: the directory, or what of it is gone.
 * @throws StartRefusal while a start is using them, or when the directory holds only something else.
 */
export async function removeData(directory: string): Promise<string[]> {
  const pid = findRunningStart(directory);
  if (pid !== null) throw new StartRefusal(`npm start (pid ${pid}) is using ${directory}: stop it first.`);
  const isThere = existsSync(directory);
  const isOurs = MARKS.some((name) => existsSync(join(directory, name)));
  if (isThere && !isOurs && readdirSync(directory).length > 0) {
    throw new StartRefusal(`${directory} was not made by npm start, so nothing in it is removed.`);
  }
  const databases = findPostgresDirectories(join(directory, POSTGRES_DIRECTORY));
  for (const database of databases) await stopLeftOver(database);
  const made = MADE.flatMap((name) => [join(directory, name), join(directory, `${name}.new`)]);
  const found = [...databases, ...made].filter((path) => existsSync(path));
  for (const path of found) await removeDirectory(path);
  if (!isThere || readdirSync(directory).length > 0) return found;
  rmdirSync(directory);
  return [...databases.filter((path) => !path.startsWith(directory)), directory];
}
