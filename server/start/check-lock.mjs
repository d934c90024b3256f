// Says whether `npm ci` can work everywhere with this lockfile, and installs only what it names exactly.
import { readFileSync } from "node:fs";
import { findEntriesWithoutIntegrity, findMissingEntries } from "./install/lock-entries.mjs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const allowed = new Set(JSON.parse(readFileSync("server/start/install/lock-stubs.json", "utf8")));
const unverified = findEntriesWithoutIntegrity(lock);
const faults = [
  ...findMissingEntries(lock).map(({ name, version }) => `${name}@${version} has no entry in package-lock.json`),
  ...unverified
    .filter((path) => !allowed.has(path))
    .map((path) => `${path} has no integrity and is not in server/start/install/lock-stubs.json`),
  ...[...allowed]
    .filter((path) => !unverified.includes(path))
    .map((path) => `${path} in server/start/install/lock-stubs.json has integrity now, or is gone`),
];
if (faults.length > 0) {
  console.error(`${faults.join("\n")}\nRun \`node server/start/complete-lock.mjs\` and read what it changes.`);
  process.exitCode = 1;
}
