import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandLine, isAlive } from "../embedded/running-process.ts";
import { StartRefusal } from "./start-refusal.ts";

/** The file in a data directory that names the process of the start that has it. */
export const LOCK_FILE = "start.lock";

/** A lock without a pid is being written, unless it is older than this: then its writer was killed. */
const WRITING_MS = 2_000;

/**
 * Takes a data directory for this process alone. The lock of a start that was killed does not count, and of two starts at
 * the same moment one gets it.
 *
 * @returns a function that gives it back.
 * @throws StartRefusal when a running start has it, and what the file system throws.
 */
export function takeLock(directory: string): () => void {
  const lock = join(directory, LOCK_FILE);
  if (!createLock(lock)) {
    removeStaleLock(directory, lock);
    if (!createLock(lock)) throw new StartRefusal(alreadyRunning(directory));
  }
  return () => rmSync(lock, { force: true });
}

/** The pid of the start that has the data directory, or null. A pid that now belongs to another program does not count. */
export function findRunningStart(directory: string): number | null {
  const pid = readPid(join(directory, LOCK_FILE));
  if (!Number.isInteger(pid) || pid <= 1 || pid === process.pid || !isAlive(pid)) return null;
  return commandLine(pid).includes("stack.ts") ? pid : null;
}

function createLock(lock: string): boolean {
  let handle: number;
  try {
    handle = openSync(lock, "wx", 0o600);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
  try {
    writeFileSync(handle, String(process.pid));
  } finally {
    closeSync(handle);
  }
  return true;
}

function removeStaleLock(directory: string, lock: string): void {
  if (findRunningStart(directory) !== null || isBeingWritten(lock)) throw new StartRefusal(alreadyRunning(directory));
  const stale = readPid(lock);
  const aside = `${lock}.${process.pid}`;
  try {
    // Of several starts that found the same stale lock one moves it; the others must not take away the lock it then makes.
    renameSync(lock, aside);
  } catch {
    return;
  }
  if (readPid(aside) === stale) {
    rmSync(aside, { force: true });
    return;
  }
  renameSync(aside, lock);
  throw new StartRefusal(alreadyRunning(directory));
}

function isBeingWritten(lock: string): boolean {
  try {
    const { size, mtimeMs } = statSync(lock);
    return size === 0 && Date.now() - mtimeMs < WRITING_MS;
  } catch {
    return false;
  }
}

/** NaN when there is no lock. */
function readPid(lock: string): number {
  try {
    return Number(readFileSync(lock, "utf8"));
  } catch {
    return Number.NaN;
  }
}

function alreadyRunning(directory: string): string {
  const pid = findRunningStart(directory);
  const who = pid === null ? "Another start" : `Another start (pid ${pid})`;
  return `${who} is using the data in ${directory}: stop it first, or set MEMBERSCOPE_DATA_DIR to start a second one.`;
}
