import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { jsonb } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { type KeptMapping, mappingNameSchema } from "../../vocabulary/import-mapping.ts";
import type { JsonValue } from "../../vocabulary/member-event.ts";
import { readMapping } from "../import/mapping/mapping.ts";

export const keepMappingSchema = z
  .object({ name: mappingNameSchema, mapping: z.record(z.string(), z.json()) })
  .strict();

/**
 * Keeps a mapping under a name, in the place of one that had it. The keeping and its record are one transaction.
 *
 * @throws DomainError "forbidden" without the permission catalog:push; "bad-input" for a mapping with faults.
 */
export async function keepMapping(
  db: Executor,
  actor: Actor,
  { name, mapping }: z.infer<typeof keepMappingSchema>,
): Promise<Recorded<{ name: string }>> {
  requirePermission(actor, "catalog:push");
  readMapping(mapping);
  return actRecorded(db, actor, async (tx) => {
    await tx.execute(sql`
      insert into event.import_mapping (name, mapping, kept_by) values (${name}, ${jsonb(mapping)}, ${actor.accountId})
      on conflict (name) do update set mapping = excluded.mapping, kept_by = excluded.kept_by, kept_at = clock_timestamp()`);
    return { act: "records.keep-mapping", memberIds: [], what: { name, mapping }, answer: { name } };
  });
}

/**
 * All kept mappings by name.
 *
 * @throws DomainError "forbidden" without the permission catalog:push.
 */
export async function listMappings(db: Executor, actor: Actor): Promise<KeptMapping[]> {
  requirePermission(actor, "catalog:push");
  const rows = await db.execute<KeptMapping>(sql`
    select m.name, m.mapping, a.login as "keptBy", to_char(m.kept_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "keptAt"
      from event.import_mapping m left join staff.account a on a.id = m.kept_by order by m.name`);
  return [...rows];
}

/**
 * The mapping kept under a name, for an import.
 *
 * @throws DomainError "not-found" with the names that are kept.
 */
export async function keptMapping(db: Executor, name: string): Promise<Record<string, JsonValue>> {
  const rows = await db.execute<{ name: string; mapping: Record<string, JsonValue> }>(sql`
    select name, mapping from event.import_mapping order by name`);
  const found = rows.find((row) => row.name === name);
  if (found) return found.mapping;
  const names = rows.map((row) => row.name).join(", ") || "none";
  throw new DomainError(
    "not-found",
    `No mapping is kept as "${name}". Kept are: ${names}. Keep one on the console's page "Import former records".`,
  );
}
