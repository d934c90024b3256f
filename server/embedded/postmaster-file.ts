import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commandLine, isAlive } from "./running-process.ts";

/** What a running server says about itself in its data directory (postmaster.pid). */
export interface Postmaster {
  pid: number;
  port: number;
  isReady: boolean;
}

/** Reads postmaster.pid; null when no server has written it, or not completely yet. */
export function readPostmaster(directory: string): Postmaster | null {
  let lines: string[];
  try {
    lines = readFileSync(join(directory, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return null;
  }
  // Line numbers are fixed by PostgreSQL (pidfile.h): 1 pid, 4 port, 8 status.
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return null;
  return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === "ready" };
}

/**
 * Finds a server that an earlier start left running on the data directory.
 *
 * The pid in the file may belong to another program after a reboot, so the process must name the directory.
 *
 * @returns its pid, or null when there is none.
 */
export function findLeftOverServer(directory: string): number | null {
  const postmaster = readPostmaster(directory);
  if (postmaster === null || !isAlive(postmaster.pid)) return null;
  return commandLine(postmaster.pid).includes(directory) ? postmaster.pid : null;
}
