import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { say } from "./progress.ts";

/** A program to run and to run again whenever it ends by itself. */
export interface Program {
  name: string;
  /** Arguments of Node. */
  args: readonly string[];
  env: Record<string, string>;
  /** Everything it prints goes here; the number of its process stands beside it, in a file ending in .pid. */
  logFile: string;
  /** Resolves when its first process does its work. */
  waitUntilReady: (child: ChildProcess) => Promise<void>;
}

/** A program that is kept running. */
export interface SupervisedProcess {
  /** Resolves when its first process does its work; rejects, with the end of its log, when that one ends before. */
  ready: Promise<void>;
  /** Asks it to end, kills it after the limit, and resolves when it is gone; it is not started again. */
  stop(limitMs: number): Promise<void>;
}

/** Whoever sends one of these ends a process from outside: nothing is wrong with the program, and it comes back at once. */
const FROM_OUTSIDE: ReadonlySet<string> = new Set(["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"]);

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** A process that lived this long had started well: the next pause is short again. */
const STEADY_MS = 30_000;

/** A log of this size is put aside when its program starts; one older log is kept. */
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/**
 * Starts a program and, once it was ready, keeps it running until stopped. One that is killed from outside is started again
 * within a second however often that happens; one that fails by itself after growing pauses. One that ends before it was
 * ever ready would only do so again, so it is not restarted.
 */
export function supervise(program: Program): SupervisedProcess {
  let isStopping = false;
  let pauseMs = FIRST_PAUSE_MS;
  let restart: NodeJS.Timeout | undefined;
  let child = start(program);

  function watch(): void {
    const began = Date.now();
    const again = (reason: string) => {
      if (Date.now() - began > STEADY_MS || FROM_OUTSIDE.has(reason)) pauseMs = FIRST_PAUSE_MS;
      startAgain(reason);
    };
    // A process that could not be made has an error and no exit.
    child.once("error", (error) => again(error.message));
    child.once("exit", (code, signal) => again(signal ?? `exit code ${code}`));
  }
  function startAgain(reason: string): void {
    if (isStopping) return;
    say(`${program.name} ended (${reason}); starting it again in ${pauseMs / 1000} s`);
    restart = setTimeout(() => {
      try {
        child = start(program);
        watch();
      } catch (error) {
        startAgain(error instanceof Error ? error.message : String(error));
      }
    }, pauseMs);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }

  const ready = readyOrEnded(program, child).then(watch);
  // Whoever waits for it learns of the failure; a stop in between leaves nobody who does.
  ready.catch(() => {});
  return {
    ready,
    async stop(limitMs) {
      isStopping = true;
      clearTimeout(restart);
      await stopProcess(child, limitMs);
    },
  };
}

/** Ends a process, with SIGKILL to its whole group when it takes longer than the limit. */
export async function stopProcess(child: ChildProcess, limitMs: number): Promise<void> {
  if (hasEnded(child)) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const kill = setTimeout(() => killGroup(child), limitMs);
  await gone;
  clearTimeout(kill);
}

/** Starts a Node program in a process group of its own, so that Ctrl-C only reaches the supervisor, which keeps the order. */
function start({ args, env, logFile }: Omit<Program, "name" | "waitUntilReady">): ChildProcess {
  const log = openLog(logFile);
  try {
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", log, log, "ipc"],
      detached: process.platform !== "win32",
      env: { ...inheritedEnvironment(), ...env, MEMBERSCOPE_SUPERVISED: "1" },
    });
    writeFileSync(logFile.replace(/\.log$/, ".pid"), String(child.pid ?? ""));
    return child;
  } finally {
    closeSync(log);
  }
}

/**
 * What programs inherit: nothing that could lead them to real AWS or to another database than the embedded one. A set
 * AWS_PROFILE alone would make the SDK pass over the credentials given here.
 */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  for (const name of Object.keys(environment)) {
    if (name.startsWith("AWS_") || name.endsWith("DATABASE_URL")) delete environment[name];
  }
  return environment;
}

/** The last lines of a log, for a message about a program that failed. */
function endOfLog(file: string, lines = 25): string {
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n").slice(-lines).join("\n") : "";
}

/** Resolves when the process says that it is ready (reportReady). */
export function readyByMessage(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once("message", () => resolve()));
}

async function readyOrEnded(program: Program, child: ChildProcess): Promise<void> {
  const ended = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      reject(new Error(`${program.name} ended (${signal ?? `exit code ${code}`}):\n${endOfLog(program.logFile)}`));
    });
  });
  await Promise.race([program.waitUntilReady(child), ended]);
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if (existsSync(file) && statSync(file).size > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, "a", 0o600);
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
  } catch {
    // It ended in this moment.
  }
}
