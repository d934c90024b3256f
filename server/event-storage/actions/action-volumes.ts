import { sql } from "drizzle-orm";
import { databaseTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { ActionVolumes } from "../../vocabulary/explore/catalog-page.ts";
import { edgesOf } from "../../vocabulary/explore/histogram.ts";
import type { Zone } from "../../vocabulary/time/time-zone.ts";
import { countBars } from "../counts/kept-counts.ts";

const DAY_MS = 86_400_000;
const DAYS = 30;

/**
 * How many events every action had on each of the last thirty days, the one that is not over among them; exact, from the
 * kept counts and the events that are not counted yet.
 *
 * @throws DomainError "forbidden" when the actor may not see events.
 */
export async function actionVolumes(db: Executor, actor: Actor, { zone }: { zone: Zone }): Promise<ActionVolumes> {
  requirePermission(actor, "event:show");
  const asOf = await databaseTime(db);
  const { edges, actions } = await countDays(db, { asOf, zone, days: DAYS });
  return { edges, actions: [...actions].map(([name, days]) => ({ name, days })), asOf };
}

/**
 * Counts the events of whole days in a zone, up to and with the day that is not over.
 *
 * @param action the only action to count; all without it.
 */
export async function countDays(
  db: Executor,
  { asOf, zone, days, action }: { asOf: string; zone: Zone; days: number; action?: string },
): Promise<{ edges: string[]; actions: Map<string, number[]> }> {
  const toMs = Date.parse(asOf) + 1;
  const edges = edgesOf(toMs - (days - 1) * DAY_MS, toMs, { unit: "day", zone });
  const [fromMs = toMs] = edges;
  const only = action === undefined ? undefined : await idsOf(db, action);
  const actions = new Map<string, number[]>();
  for (const { bar, action: name, n } of await countBars(db, { fromMs, toMs, edges, actions: only })) {
    const counted = actions.get(name) ?? edges.slice(1).map(() => 0);
    counted[bar - 1] = n;
    actions.set(name, counted);
  }
  return { edges: edges.map((ms) => new Date(ms).toISOString()), actions };
}

async function idsOf(db: Executor, action: string): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`select id::text from event.action where name = ${action}`);
  return rows.map(({ id }) => id);
}
