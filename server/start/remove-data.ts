import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findPostgresDirectories } from "../embedded/postgres-directory.ts";
import { findRunningStart } from "./data-directory.ts";
import { StartRefusal } from "./start-refusal.ts";

/** What PostgreSQL's directory is called inside the data directory. */
export const POSTGRES_DIRECTORY = "pg";

/** Files of which a data directory of npm start has at least one from its first moments on. */
const MARKS = ["secrets.json", "start.lock"];

/**
 * Removes everything that npm start has kept in and for a data directory: database, queues, secrets, logs.
 *
 * @returns the directories that were removed.
 * @throws StartRefusal while a start is using them, or when the directory holds something else.
 */
export function removeData(directory: string): string[] {
  const pid = findRunningStart(directory);
  if (pid !== null) throw new StartRefusal(`npm start (pid ${pid}) is using ${directory}: stop it first.`);
  if (!existsSync(directory)) return removeAll(findPostgresDirectories(join(directory, POSTGRES_DIRECTORY)));
  const isOurs = MARKS.some((name) => existsSync(join(directory, name)));
  if (!isOurs && readdirSync(directory).length > 0) {
    throw new StartRefusal(`${directory} was not made by npm start, so nothing in it is removed.`);
  }
  return removeAll([...findPostgresDirectories(join(directory, POSTGRES_DIRECTORY)), directory]);
}

function removeAll(directories: string[]): string[] {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  return directories;
}
