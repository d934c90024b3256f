// npm run bench -- NAME: runs one benchmark of this directory.
import { readdirSync } from "node:fs";
import { join } from "node:path";

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length));
const name = process.argv[2] ?? "";
if (names.includes(name)) {
  process.argv.splice(1, 2, join(import.meta.dirname, `${name}.ts`));
  await import(`./${name}.ts`);
} else {
  console.error(`Name a benchmark: npm run bench -- ${names.join(" | ")}`);
  process.exitCode = 2;
}
