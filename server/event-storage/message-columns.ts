import { type SQL, sql } from "drizzle-orm";
import type { LayerName } from "../vocabulary/member-event.ts";

/** The body of a stored event's message in a layer. Needs the event as `e` and its action as `a`. */
export function bodyOf(layer: LayerName): SQL {
  return layer === "internal"
    ? sql`event.internal_body(e.id, e.member_id, a.name, e.version, e.attributes, e.context, e.correlation_id, e.causation_id)`
    : sql`event.external_body(e.id, e.member_id, a.name, e.version, e.attributes)`;
}

/** The SNS attributes of a stored event's message in a layer, addressed to ALL. Needs the event as `e`, its action as `a` and its version as `v`. */
export function attributesOf(layer: LayerName): SQL {
  return sql`event.message_attributes_of(${layer}::text, a.name, e.attributes, v.promoted, e.message_attributes)`;
}
