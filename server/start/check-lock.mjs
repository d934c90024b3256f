// Says whether `npm ci` can work everywhere with this lockfile, and installs only what it names exactly.
import { readFileSync } from "node:fs";
import { findEntriesWithoutIntegrity, findMissingEntries } from "./install/lock-entries.mjs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const faults = [
  ...findMissingEntries(lock).map((name) => `${name} has no entry in package-lock.json`),
  ...findEntriesWithoutIntegrity(lock).map((path) => `${path} in package-lock.json has no integrity`),
];
if (faults.length > 0) {
  console.error(
    `${faults.join("\n")}\nTake those entries out of package-lock.json, run \`npm install --package-lock-only\`, which asks for them anew, and read what it changes.`,
  );
  process.exitCode = 1;
}
