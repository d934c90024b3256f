import { readdirSync } from "node:fs";
import type { Sql } from "postgres";
import { DomainError } from "../errors.ts";
import { MIGRATIONS_FOLDER } from "./sql-files.ts";

/**
 * Stops a migration of a database whose schema another build made: one from before release 0, or a later one. Migrations
 * that are not in this build's folder cannot be built upon.
 *
 * @param owner a connection as the owner; nothing is changed.
 * @throws DomainError "conflict" with the first unknown migration and the way out.
 */
export async function refuseOtherBuild(owner: Sql): Promise<void> {
  const [table] = await owner`select to_regclass('migration.__drizzle_migrations') is not null as there`;
  if (!table?.there) return;
  const known = readdirSync(MIGRATIONS_FOLDER).sort();
  const [unknown] = await owner<{ name: string }[]>`
    select name from migration.__drizzle_migrations where name <> all(${known}) order by name limit 1`;
  if (!unknown) return;
  const isEarlier = unknown.name < (known[0] ?? "");
  throw new DomainError(
    "conflict",
    `This database has the migration ${unknown.name}, which this build does not know: ` +
      (isEarlier
        ? "it was made before release 0, whose schema is another one. Nothing was changed. Give release 0 a database of its own " +
          "(demo data: npm run reset, then npm start; your own history: keep running the build that made it, and take its events over with records import)."
        : "a later build made it. Nothing was changed. Run that build, or a later one."),
  );
}
