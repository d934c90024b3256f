import { execFileSync, spawnSync } from "node:child_process";

/** The account a server process runs as; empty: the account of this process. */
export interface Account {
  uid?: number;
  gid?: number;
}

/** uid and gid of `nobody` on every system that has no `postgres` user. */
const NOBODY = 65534;

/**
 * The account PostgreSQL runs as: this process's own, except for root, whom PostgreSQL refuses; then the user
 * `postgres` where there is one, else `nobody`. No user is ever created.
 */
export function postgresAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  try {
    return { uid: readId("-u"), gid: readId("-g") };
  } catch {
    return { uid: NOBODY, gid: NOBODY };
  }
}

function readId(flag: "-u" | "-g"): number {
  return Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
}

/** Says whether the account can enter a directory that exists (root's home, mode 0700, keeps everybody else out). */
export function canEnter(account: Account, directory: string): boolean {
  if (account.uid === undefined) return true;
  return (
    spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", directory], { ...account, cwd: "/", stdio: "ignore" }).status === 0
  );
}
