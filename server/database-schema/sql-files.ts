import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The current text of one function, procedure or view, with who may use it. */
export type SqlFile = {
  /** As PostgreSQL names it, without arguments: `event.store_event`. */
  name: string;
  kind: "function" | "view";
  /** From the repository's top: `drizzle/functions/event/store/store_event.sql`. */
  path: string;
  text: string;
};

const drizzleFolder = new URL("../../drizzle/", import.meta.url);

/** All files below drizzle/functions and drizzle/views: functions first, each group by name, which is the order to run them in. */
export function readSqlFiles(): SqlFile[] {
  return [...filesBelow("functions", "function"), ...filesBelow("views", "view")];
}

function filesBelow(folder: string, kind: SqlFile["kind"]): SqlFile[] {
  const found = readdirSync(new URL(`${folder}/`, drizzleFolder), { recursive: true, encoding: "utf8" });
  const paths = found.filter((path) => path.endsWith(".sql")).map((path) => path.replaceAll("\\", "/"));
  return paths.sort().map((path) => ({
    name: nameOf(path),
    kind,
    path: `drizzle/${folder}/${path}`,
    text: readFileSync(new URL(`${folder}/${path}`, drizzleFolder), "utf8"),
  }));
}

/** The schema is the first folder; those below it are rooms for readers. */
function nameOf(path: string): string {
  const parts = path.slice(0, -".sql".length).split("/");
  return `${parts[0] ?? ""}.${parts.at(-1) ?? ""}`;
}

/** The folder of the migrations, for drizzle's migrator. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL("migrations", drizzleFolder));

/** The readable text of the schema that the migrations give. */
export const DUMP_FILE = fileURLToPath(new URL("schema.sql", drizzleFolder));
