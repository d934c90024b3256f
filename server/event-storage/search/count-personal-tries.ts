import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { textArray } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { countLookUps, type Found } from "../../staff/count-look-ups.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import { readPath } from "../../vocabulary/value-path.ts";

const nobodyIsLookedFor: Found = async () => undefined;

/**
 * Counts a search by whole personal values as so many look-ups: it tells what a mask hides just as they do.
 *
 * @returns what to call when events were found.
 * @throws DomainError "too-many" as countLookUps does.
 */
export async function countPersonalTries(
  db: Executor,
  actor: Actor,
  { conditions, act }: { conditions: readonly Condition[]; act: string },
): Promise<Found> {
  const names = conditions.flatMap(({ name, operator, values }) => {
    return name === undefined || operator === "exists" ? [] : values.map(() => readPath(name)[0] ?? "");
  });
  if (names.length === 0) return nobodyIsLookedFor;
  const [row] = await db.execute<{ tries: number }>(sql`
    select count(*)::int as tries from unnest(${textArray(names)}) n(name)
     where exists (select from event.action_version v where v.schema -> 'properties' -> n.name ? 'personal')`);
  const tries = row?.tries ?? 0;
  return tries === 0 ? nobodyIsLookedFor : countLookUps(db, actor, { tries, act });
}
