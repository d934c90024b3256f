import { type SQL, sql } from "drizzle-orm";
import type { LayerName } from "../vocabulary/member-event.ts";

/** The body of a stored event's message in a layer. Needs the event as `e` and its action as `a`. */
export function bodyOf(layer: LayerName): SQL {
  return layer === "internal" ? sql`event.internal_body(e, a.name)` : sql`event.external_body(e, a.name)`;
}

/** The SNS attributes of a stored event's message in a layer, addressed to ALL. Needs the event as `e`. */
export function attributesOf(layer: LayerName): SQL {
  return sql`event.message_attributes_of(e, ${layer}::text)`;
}
