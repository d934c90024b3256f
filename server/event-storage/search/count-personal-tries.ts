import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { countLookUps, type Found } from "../../staff/count-look-ups.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import { readPath } from "../../vocabulary/value-path.ts";
import { readCatalogShapes } from "../conditions/catalog-shapes.ts";

/** What countPersonalTries gives where nothing was counted. */
export const nobodyIsLookedFor: Found = async () => undefined;

/**
 * Counts a search by whole personal values as so many look-ups: it tells what a mask hides just as they do.
 *
 * @returns what to call when events were found; nobodyIsLookedFor where no personal value is asked for.
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
  const { personal } = await readCatalogShapes(db);
  const tries = names.filter((name) => personal.has(name)).length;
  return tries === 0 ? nobodyIsLookedFor : countLookUps(db, actor, { tries, act });
}
