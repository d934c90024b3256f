import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { useDatabase } from "../testing/database.ts";
import { compareSqlFiles } from "./compare-sql-files.ts";
import { dumpSchema } from "./dump-schema.ts";
import { DUMP_FILE, readSqlFiles } from "./sql-files.ts";

const database = useDatabase();

test("the migrations give the functions and views that their files say, and no other (else: npm run migration)", async () => {
  expect(await compareSqlFiles(database.owner(), readSqlFiles())).toEqual({ dropped: [], changed: [] });
});

test("the schema's dump is what the migrations give (else: npm run migration)", async () => {
  expect(await dumpSchema(database.owner())).toBe(readFileSync(DUMP_FILE, "utf8"));
});

test("a changed text, another result, a new and a forgotten file are told apart", async () => {
  const files = readSqlFiles().map((file) => {
    if (file.name === "event.mask") return { ...file, text: file.text.replace("'**'", "'***'") };
    if (file.name === "event.id_floor")
      return {
        ...file,
        text: file.text.replace("(t timestamptz)", "(moment timestamptz)").replace("from t)", "from moment)"),
      };
    return file;
  });
  const made = {
    name: "event.made",
    kind: "function" as const,
    path: "made.sql",
    text: "create function event.made() returns int language sql as 'select 1'",
  };
  const { dropped, changed } = await compareSqlFiles(database.owner(), [
    ...files.filter(({ name }) => name !== "event.find_members"),
    made,
  ]);
  expect(dropped).toEqual([
    "function event.find_members(text,text)",
    "function event.id_floor(timestamp with time zone)",
  ]);
  expect(changed.map(({ name }) => name)).toEqual(["event.id_floor", "event.mask", "event.made"]);
  expect(await database.owner()`select event.mask('name', 'Kim') as mask`).toEqual([{ mask: "K**" }]);
});

test("function bodies are quoted, and only what is inlined for speed takes the caller's search path", async () => {
  const rows = await database.owner()<{ name: string; quoted: boolean; definer: boolean }[]>`
    select n.nspname || '.' || p.proname as name, p.prosqlbody is null as quoted, p.prosecdef as definer
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('event', 'staff', 'republish') and (p.prosqlbody is not null or p.proconfig is null) order by 1`;
  expect(rows.filter(({ quoted, definer }) => !quoted || definer)).toEqual([]);
  expect(rows.map(({ name }) => name)).toEqual(INLINED);
});

/** Plain expressions over pg_catalog, without rights of their own. */
const INLINED = [
  "event.canonical_ip",
  "event.content_of",
  "event.external_body",
  "event.id_at",
  "event.id_floor",
  "event.id_now",
  "event.in_sendable_characters",
  "event.internal_body",
  "event.mask",
  "event.member_bits",
  "event.message_attributes_of",
  "event.normalize_personal",
  "event.phone_prefix",
  "event.plain_number_token",
  // Called by the functions that lend it their rights and their path alone.
  "event.store_event",
  "event.unreadable",
];
