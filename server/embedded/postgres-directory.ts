import { createHash } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type Account, canEnter } from "./postgres-account.ts";
import { removeDirectory } from "./remove-directory.ts";
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
  makePrivately(directory, account);
  return directory;
}

/** Every directory that was made for the wanted path by this module; those that exist. */
export function findPostgresDirectories(wanted: string): string[] {
  const elsewhere = sharedDirectoryCandidates().map((place) => join(place, nameElsewhere(wanted)));
  const places = [resolve(wanted), ...elsewhere];
  return [...places.filter((directory) => existsSync(directory)), ...places.flatMap(findUnfinished)];
}

/** Says whether the directory holds a cluster; initdb writes the first of these files early and the second late. */
export function isInitialized(directory: string): boolean {
  return existsSync(join(directory, "PG_VERSION")) && existsSync(join(directory, "global", "pg_control"));
}

/**
 * Has an empty data directory filled, all or nothing: beside its place, where it is put when it is complete. What killed
 * starts have left of that is removed.
 */
export async function fillPostgresDirectory(
  directory: string,
  { account, fill }: { account: Account; fill: (beside: string) => Promise<void> },
): Promise<void> {
  for (const left of findUnfinished(directory)) await removeDirectory(left);
  const beside = `${directory}.${process.pid}.new`;
  makePrivately(beside, account);
  await fill(beside);
  rmSync(directory, { recursive: true, force: true });
  renameSync(beside, directory);
}

/** What starts that were killed while they filled a data directory have left beside it. */
function findUnfinished(directory: string): string[] {
  const parent = dirname(directory);
  if (!existsSync(parent)) return [];
  const isOfThis = (name: string) => name.startsWith(`${basename(directory)}.`) && /\.\d+\.new$/.test(name);
  return readdirSync(parent)
    .filter(isOfThis)
    .map((name) => join(parent, name));
}

function makePrivately(directory: string, { uid, gid }: Account): void {
  if (!existsSync(directory)) mkdirSync(directory, { mode: 0o700, recursive: true });
  // A parent made by mkdir is 0755 or what the umask says; only the directory itself is private.
  if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid);
}

function nameElsewhere(wanted: string): string {
  const path = resolve(wanted);
  return `${basename(path)}-${createHash("sha256").update(path).digest("hex").slice(0, 16)}`;
}
