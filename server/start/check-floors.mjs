// Checks what no linter knows: which way imports go and that none goes in a circle, how long a file and how full a folder may
// be, names that say nothing, paths read off URLs.
// Plain JavaScript on Node 20 built-ins; prints one line for each fault and ends with exit code 1.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, extname, join, normalize } from "node:path";
import { findCircles } from "./floors/find-circles.mjs";
import { findWay } from "./floors/find-way.mjs";

/** Floors from the top; a file imports from its own floor and from those below. The last is the ground. */
const floors = [
  ["app", "proxy.ts", "instrumentation.ts"],
  [
    ...["components", "bench", "e2e", "server/workers", "server/cli", "server/start", "server/demo", "server/testing"],
    ...["next.config.js", "playwright.config.ts", "postcss.config.mjs", "vitest.config.ts"],
  ],
  ["server/trpc"],
  ["server/republish", "server/wiring.ts"],
  [
    "server/publication",
    "server/external-events",
    "server/policies",
    "server/records",
    "server/http-events",
    "server/dead-letters",
  ],
  [
    "server/event-storage",
    "server/members",
    "server/staff",
    "server/subscribers",
    "server/catalog",
    "server/conformance",
  ],
  ["server/application-events", "server/messaging", "server/embedded", "server/database-schema", ...looseServerFiles()],
  ["server/vocabulary", "server/filter-policy", "drizzle/schema"],
];

/** Packages that one place owns, so that they can be replaced there. */
const owners = [
  { package: /^@aws-sdk\//, place: "server/messaging/" },
  { package: /^fauxqs$/, place: "server/embedded/" },
];

/** What no page loads: its checks of input run on the server, and it would be a tenth of a page's scripts. */
const NOT_IN_PAGES = "zod";

/** What code that runs in the browser may take from the server: words and pure functions. */
const browserMayImport = ["server/vocabulary/", "server/filter-policy/"];

const emptyNames = new Set(["utils", "util", "helpers", "helper", "common", "lib", "misc", "manager", "index"]);
const codeEndings = new Set([".ts", ".tsx", ".mjs", ".js", ".css"]);
const MAX_LINES = 300;
/** As many as one can still read down in a listing; above it a folder is several. */
const MAX_FILES_IN_FOLDER = 36;
const notOurs = new Set(["node_modules", "test-results", "playwright-report"]);

const faults = [];
/** What each file imports, types too, and what each room imports of others that runs; what each file imports that runs, packages too. */
const [fileImports, roomImports, runImports] = [new Map(), new Map(), new Map()];
const browserFiles = [];
/** For each "room > room" an import that makes it so. */
const exampleOf = new Map();
const files = floors.flat().flatMap(listFiles);
for (const file of files) checkFile(file);
checkFolder(".");
for (const file of browserFiles) {
  const way = findWay(runImports, file, NOT_IN_PAGES);
  if (way)
    faults.push(
      `${file}: a page would load ${NOT_IN_PAGES} (${way.join(" > ")}); take what it needs from server/vocabulary/choices.`,
    );
}
checkCircles(fileImports, "move what they share into a file below them all.");
checkCircles(roomImports, "move what they share into a room below them all.");
for (const folder of readdirSync("server")) {
  const place = `server/${folder}`;
  if (floorOf(place) === -1) faults.push(`${place}: it is on no floor; give it one in server/start/check-floors.mjs.`);
}
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exitCode = 1;
} else {
  console.log(`${files.length} files are in order.`);
}

/** What lies directly in server/ serves everything above it: env, db, errors, log and the like. */
function looseServerFiles() {
  return readdirSync("server")
    .filter((entry) => entry.endsWith(".ts") && entry !== "wiring.ts")
    .map((entry) => `server/${entry}`);
}

function listFiles(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const inside = readdirSync(path).flatMap((entry) => listFiles(`${path}/${entry}`));
  return inside.filter((file) => codeEndings.has(extname(file)));
}

function checkFile(file) {
  const text = readFileSync(file, "utf8");
  const lines = text.trimEnd().split("\n").length;
  if (lines > MAX_LINES) {
    faults.push(`${file}:${MAX_LINES}: it has ${lines} lines and ${MAX_LINES} are allowed; split it by what it holds.`);
  }
  for (const part of file.split("/")) {
    const name = part.slice(0, part.includes(".") ? part.indexOf(".") : undefined);
    if (emptyNames.has(name)) faults.push(`${file}:1: "${name}" says nothing; name it for what it does or holds.`);
  }
  if (/import\.meta\.url\)\.pathname/.test(text)) {
    faults.push(`${file}: a URL's pathname is no file's path where that has spaces; use fileURLToPath.`);
  }
  // A test may reach for anything it needs to arrange.
  if (file.includes(".test.")) return;
  const isBrowserCode = /^\s*["']use client["']/.test(text);
  if (isBrowserCode) browserFiles.push(file);
  for (const found of findImports(text)) checkImport({ file, isBrowserCode, ...found });
}

function findImports(text) {
  const pattern =
    /^(import|export)(\s+type\b)?[^;"']*?from\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)|^import\s+["']([^"']+)["']/gm;
  return [...text.matchAll(pattern)].map((match) => ({
    line: text.slice(0, match.index).split("\n").length,
    isTypeOnly: match[2] !== undefined,
    target: match[3] ?? match[4] ?? match[5],
  }));
}

function checkImport({ file, line, isTypeOnly, target, isBrowserCode }) {
  const at = `${file}:${line}`;
  const owner = owners.find((candidate) => candidate.package.test(target));
  if (owner !== undefined && !file.startsWith(owner.place)) {
    faults.push(`${at}: only ${owner.place} imports ${target}; call what it exports instead.`);
  }
  const path = resolveImport(file, target);
  if (!isTypeOnly) addImport(runImports, file, path ?? target);
  if (path === null) return;
  addImport(fileImports, file, path);
  if (!isTypeOnly) {
    addImport(roomImports, roomOf(file), roomOf(path));
    exampleOf.set(`${roomOf(file)} > ${roomOf(path)}`, at);
  }
  const [from, to] = [floorOf(file), floorOf(path)];
  if (to !== -1 && to < from && !isTypeOnly) {
    faults.push(`${at}: it imports ${path} from a floor above; move the shared part down, or pass it as an argument.`);
  }
  const isServer = path.startsWith("server/");
  if (isBrowserCode && !isTypeOnly && isServer && !browserMayImport.some((place) => path.startsWith(place))) {
    faults.push(
      `${at}: browser code takes only types from ${path}; values come from ${browserMayImport.join(" and ")}.`,
    );
  }
}

function addImport(imports, from, to) {
  if (from === to) return;
  if (!imports.has(from)) imports.set(from, new Set());
  imports.get(from).add(to);
}

/** A room is a folder without the folders in it; a file that has a floor of its own is a room of its own. */
function roomOf(path) {
  return floors.flat().includes(path) ? path : dirname(path);
}

function checkCircles(imports, wayOut) {
  for (const circle of findCircles(imports)) {
    const examples = circle.slice(1).map((to, index) => exampleOf.get(`${circle[index]} > ${to}`) ?? []);
    const where = [circle.join(" > "), ...examples.flat()].join(", ");
    faults.push(`${circle[0]}: it imports itself by way of others (${where}); ${wayOut}`);
  }
}

function checkFolder(path) {
  const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !name.startsWith("."));
  const files = entries.filter((entry) => entry.isFile()).length;
  if (files > MAX_FILES_IN_FOLDER) {
    const limit = `${files} files and ${MAX_FILES_IN_FOLDER} are allowed`;
    faults.push(`${path}: it has ${limit}; give them rooms (folders) that say what is in them.`);
  }
  for (const { name } of entries.filter((entry) => entry.isDirectory() && !notOurs.has(entry.name))) {
    checkFolder(path === "." ? name : `${path}/${name}`);
  }
}

/** The imported file's path in the checkout; null for a package. */
function resolveImport(file, target) {
  if (target.startsWith(".")) return normalize(join(dirname(file), target));
  if (target.startsWith("#server/")) return `server/${target.slice("#server/".length)}.ts`;
  if (target.startsWith("#components/")) return `components/${target.slice("#components/".length)}.tsx`;
  if (target.startsWith("#schema/")) return `drizzle/schema/${target.slice("#schema/".length)}.ts`;
  return null;
}

function floorOf(path) {
  return floors.findIndex((places) => places.some((place) => path === place || path.startsWith(`${place}/`)));
}
