// Plain JavaScript on Node 20 built-ins: npm start, build, test, web and worker run it before anything loads the driver.
import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const repository = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const patchFile = "patches/postgres-3.4.9.patch";

/** SHA-256 of every patched file as it comes from the package, and as the patch leaves it. */
const checksums = {
  "src/connection.js": [
    "ee3a218d9aa6a6f2887c1a19da50009335fe84c11a5431d5cab72d6bc528632f",
    "319ddefcf0daf29f7c8a69a5e66d1a2f853a2136b170cb0385bfcf7ac1e1ed80",
  ],
  "src/index.js": [
    "4e21f5733e70d79cffc10d10d4ef01031de4a9ac862210e43f8870029fd103ed",
    "8ce87235438e5acf00fd30a7617830651ec926e93efecd3e08b1607f5f91bc63",
  ],
  "cjs/src/connection.js": [
    "ce6d375809baad79963ef9b3773e6ac757bcf6da2362d4d85482bb14c2c751be",
    "b422e7b97d84cf6d913548f5375436dac60561a5df0f51fe7bfc4ebd2d1c4dcc",
  ],
  "cjs/src/index.js": [
    "d8fea1a5311c47e65004646bc81f57305ac64d48f99004a5b3ca27bcfc6babf8",
    "faf88ff79020520612fd22cab546e0c526a7649476d5e2be496fb0572fb033a3",
  ],
  "cf/src/connection.js": [
    "3efad812b825f76708f2e62e8dd00088900206e04afed2dc4b75b9aecd435fa9",
    "3f6d81ed9762b866354efc78abc6ec869e66dfde8942c07bf57a9e616509069a",
  ],
  "cf/src/index.js": [
    "aca9c247b7ddb2aedf90d20ce8e6f52ac6ebd95865056599ca05ed4dab4baad7",
    "08fe2d3e5a570708ee82ff1890528677638918c91be125a202fe18da700e5ff1",
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
