// Plain JavaScript on Node 20 built-ins: npm start, build, test, web and worker run it before anything loads the driver.
import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const repository = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
/** In the checkout. */
export const patchFile = "patches/postgres-3.4.9.patch";

/** SHA-256 of every patched file as it comes from the package, and as the patch leaves it. */
const checksums = {
  "src/connection.js": [
    "ee3a218d9aa6a6f2887c1a19da50009335fe84c11a5431d5cab72d6bc528632f",
    "8bd2cec46f66df25d90435ee943292a12e0ec6bd9a1b01f9d6c36c98a7fc339b",
  ],
  "src/index.js": [
    "4e21f5733e70d79cffc10d10d4ef01031de4a9ac862210e43f8870029fd103ed",
    "886ff1fed598ae699b9d95b4958ba32a76a07cd5e364ad77264174a7750e6768",
  ],
  "cjs/src/connection.js": [
    "ce6d375809baad79963ef9b3773e6ac757bcf6da2362d4d85482bb14c2c751be",
    "d2992b17350e607dad70cebb0f9adf6ff457295beda3bfc63d48529400f60565",
  ],
  "cjs/src/index.js": [
    "d8fea1a5311c47e65004646bc81f57305ac64d48f99004a5b3ca27bcfc6babf8",
    "aea2aafe8f571b9465db074cd27f15ccd494387dbfca3587dea00d282c5f0142",
  ],
  "cf/src/connection.js": [
    "3efad812b825f76708f2e62e8dd00088900206e04afed2dc4b75b9aecd435fa9",
    "64709ef02f628da9976b9875fc3e8c478d10ec0a19f6b9b9f02245d559efdc07",
  ],
  "cf/src/index.js": [
    "aca9c247b7ddb2aedf90d20ce8e6f52ac6ebd95865056599ca05ed4dab4baad7",
    "6821e66ecbd8961097c622759120f1966ed67bfa77c9f3aa5cbaa7ba712b38f4",
  ],
};

/**
 * Mends the installed `postgres` driver, whose dead connections can otherwise commit rows of a rolled-back transaction
 * (docs/decisions). A driver that is patched already stays as it is.
 *
 * @returns {"patched" | "already patched"}
 * @throws when a file is neither the known original nor the known patched one.
 */
export function patchDriver({ root = repository, driver = join(root, "node_modules", "postgres") } = {}) {
  const hunksOf = parsePatch(readFileSync(join(root, patchFile), "utf8"));
  const writes = [];
  for (const [file, [original, patched]] of Object.entries(checksums)) {
    const path = join(driver, file);
    const text = readFileSync(path, "utf8");
    const found = sha256(text);
    if (found === patched) continue;
    if (found !== original) throw new Error(refusal(file));
    const mended = applyHunks(text, hunksOf.get(file) ?? []);
    if (sha256(mended) !== patched) throw new Error(refusal(file));
    writes.push({ path, mended });
  }
  for (const { path, mended } of writes) {
    const beside = `${path}.${process.pid}.tmp`;
    writeFileSync(beside, mended);
    renameSync(beside, path);
  }
  return writes.length > 0 ? "patched" : "already patched";
}

function refusal(file) {
  return (
    `node_modules/postgres/${file} is neither the file of postgres 3.4.9 nor the one ${patchFile} makes of it, ` +
    "so the database driver cannot be trusted: run `npm ci` to install it anew."
  );
}

function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
}

/** @returns {Map<string, { at: number, lines: string[] }[]>} the hunks of a unified diff, by file. */
function parsePatch(patch) {
  const files = new Map();
  let hunks = [];
  for (const line of patch.split("\n")) {
    const header = /^@@ -(\d+)/.exec(line);
    if (line.startsWith("--- ")) continue;
    if (line.startsWith("+++ b/")) {
      hunks = [];
      files.set(line.slice(6), hunks);
    } else if (header) hunks.push({ at: Number(header[1]) - 1, lines: [] });
    else if (line !== "") hunks.at(-1)?.lines.push(line);
  }
  return files;
}

/** Context lines are taken as they are: the checksums before and after say whether everything fitted. */
function applyHunks(text, hunks) {
  const source = text.split("\n");
  const result = [];
  let position = 0;
  for (const { at, lines } of hunks) {
    result.push(...source.slice(position, at));
    position = at;
    for (const line of lines) {
      if (line.startsWith("+")) result.push(line.slice(1));
      else {
        if (!line.startsWith("-")) result.push(source[position]);
        position += 1;
      }
    }
  }
  return [...result, ...source.slice(position)].join("\n");
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    patchDriver();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
