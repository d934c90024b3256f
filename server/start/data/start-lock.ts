import { closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandLine, isAlive } from "../../embedded/running-process.ts";
import { StartRefusal } from "../refusals/start-refusal.ts";

/** The file in a data directory that names the process of the start that has it. */
export const LOCK_FILE = "start.lock";

/** Held for the moment in which the lock of a killed start is taken over: of several that find it, one may. */
export const TAKEOVER_FILE = `${LOCK_FILE}.takeover`;

/** A lock without a pid is being written, and a takeover is under way, unless older than this: then it was killed. */
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
  if (!createLock(lock) && !takeOver(directory, lock)) throw new StartRefusal(alreadyRunning(directory));
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

/** Looks at the lock and replaces it with nobody in between: a lock seen as stale before may be another start's by now. */
function takeOver(directory: string, lock: string): boolean {
  const takeover = join(directory, TAKEOVER_FILE);
  if (!createLock(takeover)) {
    if (isRecent(takeover)) return false;
    rmSync(takeover, { force: true });
    if (!createLock(takeover)) return false;
  }
  try {
    if (findRunningStart(directory) !== null || isBeingWritten(lock)) return false;
    rmSync(lock, { force: true });
    return createLock(lock);
  } finally {
    rmSync(takeover, { force: true });
  }
}

function isBeingWritten(lock: string): boolean {
  return statSync(lock, { throwIfNoEntry: false })?.size === 0 && isRecent(lock);
}

function isRecent(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs < WRITING_MS;
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
