// Plain JavaScript on Node 20 built-ins: it runs before anything is installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { patchFile } from "./patch-driver.mjs";

const OLDEST_NODE = [20, 9];
const STAMP = "node_modules/.memberscope-lock-hash";
const isWindows = process.platform === "win32";

/** Ends the process with one sentence when this Node cannot even install. */
export function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = OLDEST_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  console.error(
    `Node ${OLDEST_NODE.join(".")} or newer is needed and this is ${process.version}: install a newer one, for example from nodejs.org, and run the command again.`,
  );
  process.exit(1);
}

/**
 * Installs the packages of the lockfile when they are not there, and anew when the driver there was patched by another
 * version of the product. Call it in the checkout's root.
 *
 * @param {(child: import("node:child_process").ChildProcess) => void} [watch] gets npm's process, to end it on a signal.
 * @returns {Promise<void>}
 * @throws when npm fails; it has said why.
 */
export async function installWhenMissing(watch = () => {}) {
  const lock = readFileSync("package-lock.json");
  const stamp = `${sha256(lock)} ${sha256(readFileSync(patchFile))}`;
  const found = existsSync(STAMP) ? readFileSync(STAMP, "utf8") : "";
  if (found === stamp) return;
  const isOtherPatch = found !== "" && found.split(" ")[1] !== stamp.split(" ")[1];
  if (isOtherPatch || !isInstalled(JSON.parse(lock.toString()))) {
    const start = Date.now();
    const seconds = () => `${Math.round((Date.now() - start) / 1000)} s`;
    console.log("Installing packages (once for each lockfile, one to two minutes with an empty cache) ...");
    const progress = setInterval(() => console.log(`  still installing, ${seconds()}`), 15_000);
    try {
      await runNpmCi(watch);
    } finally {
      clearInterval(progress);
    }
    console.log(`Packages installed, ${seconds()}`);
  }
  writeFileSync(STAMP, stamp);
}

/** The Node that runs everything after the installation: this one when it is new enough (24.7 brought argon2), else the installed one. */
export function findNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 24 || (major === 24 && minor >= 7)) return process.execPath;
  return join(process.cwd(), "node_modules", ".bin", isWindows ? "node.cmd" : "node");
}

/** The environment in which every program finds the installed ones first. */
export function environmentWithPrograms() {
  const programs = join(process.cwd(), "node_modules", ".bin");
  return { ...process.env, NEXT_TELEMETRY_DISABLED: "1", PATH: `${programs}${delimiter}${process.env.PATH ?? ""}` };
}

function sha256(content) {
  return createHash("sha256").update(content).digest("hex");
}

/** Somebody may have run `npm ci` by hand: then what npm noted about it says the same as the lockfile. */
function isInstalled(lock) {
  const note = "node_modules/.package-lock.json";
  if (!existsSync(note)) return false;
  const installed = JSON.parse(readFileSync(note, "utf8")).packages;
  return Object.entries(lock.packages).every(([path, entry]) => {
    if (path === "" || entry.optional) return true;
    return installed[path]?.version === entry.version;
  });
}

function runNpmCi(watch) {
  const npm = process.env.npm_execpath;
  const [program, first] = npm?.endsWith("js") ? [process.execPath, [npm]] : ["npm", []];
  const options = ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  return new Promise((resolve, reject) => {
    const shell = isWindows && program === "npm";
    const child = spawn(program, [...first, ...options], { stdio: ["ignore", "ignore", "inherit"], shell });
    watch(child);
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`Installing the packages failed (npm ci ended with ${signal ?? code}).`));
    });
  });
}
