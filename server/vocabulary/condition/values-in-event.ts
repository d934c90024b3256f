import { type Field, layersOf } from "../conditions.ts";
import { canonicalIp } from "../ip-address.ts";
import type { JsonValue, LayerName, MemberEvent } from "../member-event.ts";
import { readPath, valuesAt } from "../value-path.ts";

/** An event with what searches ask beside what readers see of it. */
export type SearchableEvent = MemberEvent & {
  /** The producer that gave it with an id of its own; null for events without one. */
  source: string | null;
  /** The SNS attributes of its internal message: a Number as number, a String.Array as list. */
  snsAttributes: Record<string, JsonValue>;
  /** Published after the detector sent it again. */
  repaired: Record<LayerName, boolean>;
};

/** What each field is in an event. Each value counts, and of a value that is a list or an object each value within. */
export const valuesInEvent: Record<Field, (event: SearchableEvent, name: string) => JsonValue[]> = {
  member: (event) => [event.memberId],
  action: (event) => [event.action],
  family: (event) => [event.family],
  changed: (event) => event.changed,
  attribute: (event, name) => attributeValues(event, name, ["from", "to"]),
  became: (event, name) => attributeValues(event, name, ["to"]),
  was: (event, name) => attributeValues(event, name, ["from"]),
  device: (event) => textOf(event.context.deviceId),
  ip: (event) => ipsOf(event.context.ip),
  channel: (event) => valuesAt(event.context, ["channel"]),
  context: (event, name) => valuesAt(event.context, readPath(name)),
  correlation: (event) => textOf(event.correlationId),
  causation: (event) => textOf(event.causationId),
  id: (event) => [event.id],
  source: (event) => textOf(event.source),
  publication: (event, name) => layersOf(name).flatMap((layer) => statesOf(event, layer)),
  sns: (event, name) => valuesAt(event.snsAttributes, [name]),
  occurred: (event) => [event.occurredAt],
  stored: (event) => [event.storedAt],
};

function attributeValues(event: SearchableEvent, name: string, sides: readonly ("from" | "to")[]): JsonValue[] {
  const [attribute = "", ...inner] = readPath(name);
  return sides.flatMap((side) => valuesAt(event.attributes, [attribute, side, ...inner]));
}

function statesOf(event: SearchableEvent, layer: LayerName): string[] {
  return [event[layer].state, ...(event.repaired[layer] ? ["repaired"] : [])];
}

function textOf(given: JsonValue | undefined): string[] {
  return typeof given === "string" ? [given] : [];
}

function ipsOf(given: JsonValue | undefined): string[] {
  return textOf(given).flatMap((written) => canonicalIp(written) ?? []);
}
