import { existsSync, mkdirSync, statfsSync } from "node:fs";
import { join, resolve } from "node:path";
import { StartRefusal } from "../refusals/start-refusal.ts";
import { takeLock } from "./start-lock.ts";

/** PostgreSQL's empty cluster with its write-ahead log, the demo data and the queues fit into this with some room. */
const NEEDED_BYTES = 1200 * 1024 * 1024;

/** What has been loaded takes nothing again: this is for the write-ahead log of some days. */
const NEEDED_AGAIN_BYTES = 200 * 1024 * 1024;

/** Written at the end of every start that came up. */
export const SHELL_FILE = "demo.env";

/** The data directory that this environment names. */
export function dataDirectory(): string {
  return resolve(process.env.MEMBERSCOPE_DATA_DIR || ".data");
}

/**
 * Makes the data directory and takes it for this process alone, until it ends or is killed.
 *
 * @returns a function that gives it back.
 * @throws StartRefusal when another start has it, it cannot be written, or the disk is nearly full.
 */
export function takeDataDirectory(directory: string): () => void {
  const giveBack = refuseUnwritable(directory, () => {
    mkdirSync(directory, { recursive: true });
    return takeLock(directory);
  });
  try {
    refuseFullDisk(directory);
  } catch (error) {
    giveBack();
    throw error;
  }
  return giveBack;
}

function refuseUnwritable<T>(directory: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof Error && "code" in error) || error.code === "ENOSPC") throw error;
    throw new StartRefusal(
      `The data directory ${directory} cannot be made or written (${error.code}): give this account the right to, ` +
        "or set MEMBERSCOPE_DATA_DIR to another directory.",
    );
  }
}

function refuseFullDisk(directory: string): void {
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  const needed = existsSync(join(directory, SHELL_FILE)) ? NEEDED_AGAIN_BYTES : NEEDED_BYTES;
  if (free >= needed) return;
  const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024);
  throw new StartRefusal(
    `The disk that holds ${directory} has ${megabytes(free)} MB left, and npm start needs ${megabytes(needed)} MB: ` +
      "free some space, or set MEMBERSCOPE_DATA_DIR to a directory on another disk.",
  );
}
