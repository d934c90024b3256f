import type { Sql, TransactionSql } from "postgres";
import type { SqlFile } from "./sql-files.ts";

/** What a migration has to say so that the database has the functions and views of the files. */
export type SqlDifference = {
  /** Signatures that no file makes any more, as `drop function` takes them. */
  dropped: string[];
  /** Files whose text, rights or settings differ from the database's, in the order to run them in. */
  changed: SqlFile[];
};

type Definition = { kind: string; name: string; signature: string; text: string };

/**
 * Compares functions and views of a migrated database with the files, by running every file in a transaction that is
 * rolled back and asking PostgreSQL for both texts. A function whose arguments or result changed is dropped first.
 *
 * @param owner a connection as the owner of the schema.
 */
export async function compareSqlFiles(owner: Sql, files: readonly SqlFile[]): Promise<SqlDifference> {
  const known = new Set(files.map(({ name }) => name));
  const difference: SqlDifference = { dropped: [], changed: [] };
  const rolledBack = new Error("compared");
  const work = owner.begin(async (tx) => {
    await tx`set local check_function_bodies = off`;
    const before = await definitions(tx);
    for (const { kind, name, signature } of before.values()) {
      if (known.has(name)) continue;
      difference.dropped.push(`${kind} ${signature}`);
    }
    for (const file of files) {
      const replaced = await runFile(tx, file, [...before.values()]);
      difference.dropped.push(...replaced);
    }
    const after = await definitions(tx);
    for (const file of files) {
      const mine = [...after.values()].filter(({ name }) => name === file.name);
      if (mine.some(({ signature, text }) => before.get(signature)?.text !== text)) difference.changed.push(file);
    }
    throw rolledBack;
  });
  await work.catch((error) => {
    if (error !== rolledBack) throw error;
  });
  return difference;
}

/** Runs one file; what stands under its name with other arguments or another result goes first. Gives what was dropped. */
async function runFile(tx: TransactionSql, file: SqlFile, before: readonly Definition[]): Promise<string[]> {
  const earlier = before.filter(({ name }) => name === file.name);
  try {
    await tx.savepoint((inner) => inner.unsafe(file.text));
    const now = await signaturesOf(tx, file.name);
    const stale = earlier.filter(({ signature }) => now.length > 1 && earlier.length > 0 && now.includes(signature));
    if (stale.length === 0) return [];
    return await replace(tx, file, stale);
  } catch (error) {
    if (earlier.length === 0 || !isOtherShape(error))
      throw new Error(`${file.path}: ${String(error)}`, { cause: error });
    return await replace(tx, file, earlier);
  }
}

async function replace(tx: TransactionSql, file: SqlFile, earlier: readonly Definition[]): Promise<string[]> {
  const dropped = earlier.map(({ kind, signature }) => `${kind} ${signature}`);
  for (const one of dropped) await tx.unsafe(`drop ${one}`);
  await tx.unsafe(file.text);
  return dropped;
}

/** 42P13: another result or other argument names; 42P16: other columns of a view. */
function isOtherShape(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return code === "42P13" || code === "42P16" || code === "42725";
}

async function signaturesOf(tx: TransactionSql, name: string): Promise<string[]> {
  return [...(await definitions(tx)).values()].filter((one) => one.name === name).map(({ signature }) => signature);
}

async function definitions(tx: TransactionSql): Promise<Map<string, Definition>> {
  const rows = await tx<Definition[]>`
    select case p.prokind when 'p' then 'procedure' else 'function' end as kind, n.nspname || '.' || p.proname as name,
           p.oid::regprocedure::text as signature, pg_get_functiondef(p.oid) || coalesce(p.proacl::text, '') as text
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('event', 'staff', 'republish')
     union all
    select 'view', n.nspname || '.' || c.relname, n.nspname || '.' || c.relname,
           pg_get_viewdef(c.oid) || coalesce(c.relacl::text, '')
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'v' and n.nspname in ('event', 'staff', 'republish')`;
  return new Map(rows.map((row) => [row.signature, row]));
}
