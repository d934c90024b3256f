// After every `npm install`: adds the lock entries of optional platform packages that the registry in use does not have,
// and writes down which entries therefore carry no integrity. Plain JavaScript on Node 20 built-ins.
import { readFileSync, writeFileSync } from "node:fs";
import { findEntriesWithoutIntegrity, findMissingEntries, makeEntry } from "./install/lock-entries.mjs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const missing = findMissingEntries(lock);
for (const entry of missing) lock.packages[entry.path] = makeEntry(entry);
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([one], [other]) => (one < other ? -1 : 1)));
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
writeFileSync(
  "server/start/install/lock-stubs.json",
  `${JSON.stringify(findEntriesWithoutIntegrity(lock), null, 2)}\n`,
);
console.log(`${missing.length} entries added to package-lock.json.`);
