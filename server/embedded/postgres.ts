import { type ChildProcess, spawn } from "node:child_process";
import { endWithThisProcess } from "./end-with-this-process.ts";
import { findFreePort } from "./free-port.ts";
import { initializePostgres } from "./initialize-postgres.ts";
import { type Account, postgresAccount } from "./postgres-account.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import { fillPostgresDirectory, isInitialized, preparePostgresDirectory } from "./postgres-directory.ts";
import { findLeftOverServer, readPostmaster } from "./postmaster-file.ts";
import { commandLine } from "./running-process.ts";

/** A PostgreSQL server that belongs to this process. */
export interface EmbeddedPostgres {
  /** Superuser, database `postgres`; the password is in it when one was given. */
  url: string;
  port: number;
  pid: number;
  /** Resolves when the server process is gone, whoever ended it. */
  exited: Promise<void>;
  /** Fast shutdown: open transactions roll back, everything committed is on disk. */
  stop(): Promise<void>;
}

/** How to start an embedded server. */
export interface PostgresStart {
  /** Wanted data directory; see preparePostgresDirectory for when another one is taken. */
  dir: string;
  /** false: an ordinary crash of the machine may lose everything; for tests. */
  durable: boolean;
  port?: number;
  /** Set at the first start of a directory; needed again at each later one. */
  superuserPassword?: string;
}

/** Crash recovery of a database of this size takes seconds; a minute means that something is wrong. */
const START_LIMIT_MS = 60_000;

/** A fast shutdown takes well under a second; afterwards the server is killed and recovers at its next start. */
const STOP_LIMIT_MS = 6_000;

/** What a killed server leaves is gone within seconds; what holds the directory for longer is something else. */
const DYING_LIMIT_MS = 8_000;

/**
 * Starts PostgreSQL 18 on 127.0.0.1 and waits until it takes connections. A server that an earlier start left on the
 * same data directory is stopped first. Root never runs it: see postgresAccount.
 *
 * @throws Error with the server's own words when it does not come up.
 */
export async function startEmbeddedPostgres(start: PostgresStart): Promise<EmbeddedPostgres> {
  const account = postgresAccount();
  const binaries = findPostgresBinaries(account);
  const directory = preparePostgresDirectory(start.dir, account);
  await stopLeftOver(directory);
  if (!isInitialized(directory)) {
    const { durable, superuserPassword } = start;
    const { initdb } = binaries;
    const fill = (beside: string) =>
      initializePostgres({ initdb, directory: beside, account, durable, superuserPassword });
    await fillPostgresDirectory(directory, { account, fill });
  }
  const port = start.port ?? (await findFreePort());
  const server = await runServer({ program: binaries.postgres, directory, account, port, durable: start.durable });
  const secret = start.superuserPassword === undefined ? "" : `:${encodeURIComponent(start.superuserPassword)}`;
  return {
    url: `postgres://postgres${secret}@127.0.0.1:${port}/postgres`,
    port,
    pid: server.pid,
    exited: server.exited,
    stop: () => stopServer(server.child, server.exited),
  };
}

interface ServerProcess {
  program: string;
  directory: string;
  account: Account;
  port: number;
  durable: boolean;
}

/** PostgreSQL's words while one that was killed a moment ago is not yet gone with all its helpers. */
const STILL_DYING = /lock file "postmaster\.pid" already exists|shared memory block .* is still in use/;

async function runServer(wanted: ServerProcess) {
  const limit = Date.now() + DYING_LIMIT_MS;
  for (;;) {
    const server = spawnServer(wanted);
    try {
      await server.ready;
      return server;
    } catch (error) {
      if (Date.now() > limit || !STILL_DYING.test(String(error))) throw error;
      await pause(100);
    }
  }
}

function spawnServer({ program, directory, account, port, durable }: ServerProcess) {
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "log_min_messages=warning",
    ...(durable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
  ];
  const child = spawn(program, ["-D", directory, "-p", String(port), ...settings.flatMap((it) => ["-c", it])], {
    ...account,
    cwd: directory,
    // Its own process group: Ctrl-C must reach the programs that use the database before the database.
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let words = "";
  child.stderr.on("data", (text: Buffer) => {
    words = (words + text).slice(-4000);
  });
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const pid = child.pid ?? 0;
  if (child.pid !== undefined) void exited.then(endWithThisProcess(child.pid));
  const ready = waitUntilReady(directory, child).catch((cause: unknown) => {
    child.kill("SIGKILL");
    throw new Error(`PostgreSQL did not start on ${directory}: ${words.trim() || String(cause)}`, { cause });
  });
  return { child, pid, exited, ready };
}

async function waitUntilReady(directory: string, child: ChildProcess): Promise<void> {
  let failure: Error | null = null;
  child.once("error", (error) => {
    failure = error;
  });
  const limit = Date.now() + START_LIMIT_MS;
  for (;;) {
    if (failure !== null) throw failure;
    if (child.exitCode !== null || child.signalCode !== null) throw new Error("the server ended");
    const found = readPostmaster(directory);
    if (found?.pid === child.pid && found?.isReady) return;
    if (Date.now() > limit) throw new Error(`not ready after ${START_LIMIT_MS / 1000} s`);
    await pause(20);
  }
}

async function stopServer(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill("SIGINT");
  const kill = setTimeout(() => child.kill("SIGQUIT"), STOP_LIMIT_MS);
  await exited;
  clearTimeout(kill);
}

/**
 * Stops a server that an earlier start left running on the data directory; does nothing when there is none.
 *
 * @throws Error when it does not end.
 */
export async function stopLeftOver(directory: string): Promise<void> {
  const pid = findLeftOverServer(directory);
  if (pid === null) return;
  process.kill(pid, "SIGINT");
  const limit = Date.now() + STOP_LIMIT_MS;
  // The file goes a moment before the process does.
  while (commandLine(pid).includes(directory)) {
    if (Date.now() > limit)
      throw new Error(`An earlier PostgreSQL (pid ${pid}) on ${directory} does not stop; end it.`);
    await pause(20);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
