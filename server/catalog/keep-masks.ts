import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { jsonb } from "../sql-values.ts";
import type { CatalogFile } from "./catalog-file.ts";

/** Whoever agrees looks at what is pushed now, not at last month's. */
const AGREED_FOR = sql`interval '24 hours'`;

/** A name that a version would store clear though it is personal elsewhere, and where in the file that stands. */
type Loosening = { name: string; path: string };

/**
 * Refuses what would take the mask off a name: an attribute that was personal in any action and version stays personal in
 * every version that is new or changed, unless another admin than the one who pushes has agreed within 24 hours.
 *
 * @param by the account that pushes; null for the installation itself, for which nobody can agree.
 * @throws DomainError "conflict", which says what would become visible and who must agree.
 */
export async function requireMasksKept(tx: Executor, catalog: CatalogFile, by: string | null): Promise<void> {
  const loosened = await findLoosened(tx, catalog);
  const names = [...new Set(loosened.map(({ name }) => name))];
  for (const name of names) {
    if (await isAgreed(tx, name, by)) continue;
    const events = await countMasked(tx, name);
    const path = loosened.find((one) => one.name === name)?.path ?? name;
    const message =
      `${path}: ${name} is personal elsewhere in the catalog, and a name that was ever personal stays so. ` +
      `Without "personal" its new values would stand clear in events, for every agent, and in messages; the ${events} masked ones stay masked. ` +
      `Declare it personal, choose another name, or have another admin agree first: memberscope catalog loosen ${name} --reason TEXT.`;
    throw new DomainError("conflict", message, { field: path });
  }
}

/** How many events hold masked values of a name. */
export async function countMasked(db: Executor, name: string): Promise<number> {
  const [row] = await db.execute<{ n: number }>(sql`select event.count_masked(${name})::float8 as n`);
  return row?.n ?? 0;
}

/** What the file says of new or changed versions, against what the catalog and the rest of the file say. */
async function findLoosened(tx: Executor, catalog: CatalogFile): Promise<Loosening[]> {
  const given = catalog.actions.flatMap(({ name: action, versions }, at) =>
    versions.map(({ version, schema }, v) => ({ action, version, schema, path: `actions[${at}].versions[${v}]` })),
  );
  const rows = await tx.execute<Loosening>(sql`
    with given as (
      select g.* from jsonb_to_recordset(${jsonb(given)}) g(action text, version smallint, schema jsonb, path text)),
    ever as (
      select p.key as name from event.action_version v, jsonb_each(v.schema -> 'properties') p where p.value ? 'personal'
      union select p.key from given g, jsonb_each(g.schema -> 'properties') p where p.value ? 'personal')
    select p.key as name, g.path || '.schema.properties.' || p.key as path
      from given g cross join jsonb_each(g.schema -> 'properties') p
     where not p.value ? 'personal' and p.key in (select name from ever)
       and not exists (select from event.action a join event.action_version v on v.action_id = a.id
                        where a.name = g.action and v.version = g.version and v.schema = g.schema)
     order by g.path`);
  return [...rows];
}

async function isAgreed(tx: Executor, name: string, by: string | null): Promise<boolean> {
  const rows = await tx.execute(sql`
    select from event.loosening l
     where l.name = ${name} and l.agreed_by <> ${by}::uuid and l.agreed_at > clock_timestamp() - ${AGREED_FOR}`);
  return rows.length > 0;
}
