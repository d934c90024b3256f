import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { commandLine, isAlive } from "../embedded/running-process.ts";
import { StartRefusal } from "./start-refusal.ts";

/** PostgreSQL's empty cluster with its write-ahead log, the demo data and the queues fit into this with some room. */
const NEEDED_BYTES = 1200 * 1024 * 1024;

/** The data directory that this environment names. */
export function dataDirectory(): string {
  return resolve(process.env.MEMBERSCOPE_DATA_DIR || ".data");
}

/**
 * Makes the data directory and takes it for this process alone, until it ends or is killed.
 *
 * @returns a function that gives it back.
 * @throws StartRefusal when another start has it, or the disk is nearly full.
 */
export function takeDataDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  refuseFullDisk(directory);
  const lock = lockFile(directory);
  const owner = findRunningStart(directory);
  if (owner !== null) throw new StartRefusal(alreadyRunning(directory, owner));
  rmSync(lock, { force: true });
  let handle: number;
  try {
    handle = openSync(lock, "wx", 0o600);
  } catch {
    throw new StartRefusal(alreadyRunning(directory, findRunningStart(directory)));
  }
  writeFileSync(handle, String(process.pid));
  closeSync(handle);
  return () => rmSync(lock, { force: true });
}

/** The pid of the start that has the data directory, or null. A pid that now belongs to another program does not count. */
export function findRunningStart(directory: string): number | null {
  let pid: number;
  try {
    pid = Number(readFileSync(lockFile(directory), "utf8"));
  } catch {
    return null;
  }
  if (!Number.isInteger(pid) || pid <= 1 || pid === process.pid || !isAlive(pid)) return null;
  return commandLine(pid).includes("stack.ts") ? pid : null;
}

function lockFile(directory: string): string {
  return join(directory, "start.lock");
}

function alreadyRunning(directory: string, pid: number | null): string {
  const who = pid === null ? "Another start" : `Another start (pid ${pid})`;
  return `${who} is using the data in ${directory}: stop it first, or set MEMBERSCOPE_DATA_DIR to start a second one.`;
}

function refuseFullDisk(directory: string): void {
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  if (free >= NEEDED_BYTES) return;
  const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024);
  throw new StartRefusal(
    `The disk that holds ${directory} has ${megabytes(free)} MB left, and npm start needs ${megabytes(NEEDED_BYTES)} MB: ` +
      "free some space, or set MEMBERSCOPE_DATA_DIR to a directory on another disk.",
  );
}
