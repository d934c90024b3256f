import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { LayerName } from "../vocabulary/member-event.ts";

/** Whether nobody but the sender sends in a layer now: everything is stopped there, or its topic is known not to answer. */
export async function isLeftToSender(db: Executor, layer: LayerName): Promise<boolean> {
  const [row] = await db.execute<{ is_left: boolean }>(
    sql`select event.is_left_to_sender(${layer === "internal" ? 1 : 2}::smallint) as is_left`,
  );
  return row?.is_left ?? false;
}
