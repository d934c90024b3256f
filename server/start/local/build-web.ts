import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Everything the built console is made of. */
const SOURCES = [
  "app",
  "components",
  "drizzle/schema",
  "instrumentation.ts",
  "messages",
  "next.config.js",
  "package-lock.json",
  "package.json",
  "patches",
  "postcss.config.mjs",
  "proxy.ts",
  "public",
  "server",
];

const TYPE_SETTINGS = "tsconfig.json";

/**
 * Builds the console when its sources are not those of the last build.
 *
 * @param watch gets the build's process, to end it when the start is given up.
 * @returns whether it had to be built.
 * @throws Error with the end of the build's output.
 */
export async function buildWeb(watch: (child: ChildProcess) => void): Promise<"built" | "up to date"> {
  const directory = process.env.NEXT_DIST_DIR || ".next";
  const stamp = join(directory, "memberscope-source-hash");
  const hash = hashSources();
  if (existsSync(join(directory, "BUILD_ID")) && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) {
    return "up to date";
  }
  const typeSettings = readFileSync(TYPE_SETTINGS);
  try {
    await runBuild(watch);
  } finally {
    // Next adds the types of the directory it builds into to this file, which is not the build's to change.
    if (!readFileSync(TYPE_SETTINGS).equals(typeSettings)) writeFileSync(TYPE_SETTINGS, typeSettings);
  }
  writeFileSync(stamp, hash);
  return "built";
}

function runBuild(watch: (child: ChildProcess) => void): Promise<void> {
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    env: { ...process.env, NODE_ENV: "production" },
  });
  watch(child);
  let output = "";
  const collect = (text: Buffer) => {
    output = (output + text).slice(-6000);
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(`The console could not be built (next build ended with ${signal ?? code}):\n${output.trim()}`),
        );
    });
  });
}

/** Says in one hash what the sources are: the stamp of a build holds that of its own. */
export function hashSources(): string {
  const hash = createHash("sha256");
  for (const source of SOURCES) if (existsSync(source)) addToHash(hash, source);
  return hash.digest("hex");
}

function addToHash(hash: ReturnType<typeof createHash>, path: string): void {
  if (!statSync(path).isDirectory()) {
    hash.update(path).update(readFileSync(path));
    return;
  }
  for (const entry of readdirSync(path).sort()) {
    if (!entry.includes(".test.")) addToHash(hash, join(path, entry));
  }
}
