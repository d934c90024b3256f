import { createHash } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type Account, canEnter } from "./postgres-account.ts";
import { sharedDirectory, sharedDirectoryCandidates } from "./shared-directory.ts";

/**
 * Makes the place for a data directory: the wanted one, or, when the account cannot enter its parent (a checkout under
 * root's home), one outside the checkout that belongs to this wanted path alone.
 *
 * @returns the directory to use; it exists, empty or as the server left it.
 */
export function preparePostgresDirectory(wanted: string, account: Account): string {
  const parent = dirname(resolve(wanted));
  mkdirSync(parent, { recursive: true });
  const directory = canEnter(account, parent) ? resolve(wanted) : join(sharedDirectory(), nameElsewhere(wanted));
  if (!existsSync(directory)) mkdirSync(directory, { mode: 0o700, recursive: true });
  // A parent made by mkdir is 0755 or what the umask says; only the directory itself is private.
  if (account.uid !== undefined && account.gid !== undefined) chownSync(directory, account.uid, account.gid);
  return directory;
}

/** Every directory that preparePostgresDirectory may have made for the wanted path; those that exist. */
export function findPostgresDirectories(wanted: string): string[] {
  const elsewhere = sharedDirectoryCandidates().map((place) => join(place, nameElsewhere(wanted)));
  return [resolve(wanted), ...elsewhere].filter((directory) => existsSync(directory));
}

/** Says whether initdb has already filled the directory. */
export function isInitialized(directory: string): boolean {
  return existsSync(join(directory, "PG_VERSION"));
}

/** Says whether the directory holds anything, for instance what an interrupted initdb left. */
export function isEmpty(directory: string): boolean {
  return readdirSync(directory).length === 0;
}

function nameElsewhere(wanted: string): string {
  const path = resolve(wanted);
  return `${basename(path)}-${createHash("sha256").update(path).digest("hex").slice(0, 16)}`;
}
