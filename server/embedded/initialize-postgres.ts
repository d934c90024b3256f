import { spawn } from "node:child_process";
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endWithThisProcess } from "./end-with-this-process.ts";
import type { Account } from "./postgres-account.ts";

/** What initdb needs to fill an empty data directory. */
export interface Initialization {
  initdb: string;
  directory: string;
  account: Account;
  durable: boolean;
  /** Password of the superuser `postgres`; without one everybody on this machine may connect. */
  superuserPassword: string | undefined;
}

/**
 * Fills an empty data directory: UTF-8, one sort order on every platform, passwords by SCRAM when one is given.
 *
 * @throws Error with initdb's own output.
 */
export async function initializePostgres(wanted: Initialization): Promise<void> {
  const { superuserPassword } = wanted;
  const passwordFile = superuserPassword === undefined ? null : writePasswordFile(superuserPassword, wanted.account);
  try {
    await runInitdb(wanted, passwordFile);
  } finally {
    if (passwordFile !== null) rmSync(passwordFile.directory, { recursive: true, force: true });
  }
}

interface PasswordFile {
  directory: string;
  path: string;
}

function writePasswordFile(password: string, { uid, gid }: Account): PasswordFile {
  const directory = mkdtempSync(join(tmpdir(), "memberscope-initdb-"));
  const path = join(directory, "password");
  writeFileSync(path, password, { mode: 0o600 });
  if (uid !== undefined && gid !== undefined) {
    chownSync(directory, uid, gid);
    chownSync(path, uid, gid);
  }
  return { directory, path };
}

function runInitdb({ initdb, directory, account, durable }: Initialization, file: PasswordFile | null): Promise<void> {
  const options = [
    ...["--pgdata", directory, "--username", "postgres", "--encoding=UTF8"],
    ...["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
    ...(file === null ? ["--auth=trust"] : ["--auth=scram-sha-256", "--pwfile", file.path]),
    ...(durable ? [] : ["--no-sync"]),
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(initdb, options, { ...account, cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const collect = (text: Buffer) => {
      output = (output + text).slice(-4000);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const forget = child.pid === undefined ? () => {} : endWithThisProcess(child.pid);
    child.once("error", reject);
    child.once("exit", (code) => {
      forget();
      if (code === 0) resolve();
      else reject(new Error(`PostgreSQL could not make its data directory ${directory}: ${output.trim()}`));
    });
  });
}
