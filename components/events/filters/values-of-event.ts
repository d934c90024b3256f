import type { Condition, Field } from "#server/vocabulary/conditions";
import { isDecimal } from "#server/vocabulary/decimal";
import { canonicalIp } from "#server/vocabulary/ip-address";
import { type JsonValue, type MemberEvent, NO_MEMBER } from "#server/vocabulary/member-event";

/**
 * What an event's row shows, as conditions that find it: each by one value.
 *
 * @param isPersonal whether an attribute holds personal values: they stand masked, and a mask finds nothing.
 */
export function valuesOfEvent(event: MemberEvent, isPersonal: (attribute: string) => boolean): Condition[] {
  const { context } = event;
  const text = (value: JsonValue | undefined) => (typeof value === "string" && value !== "" ? value : null);
  const ip = text(context.ip);
  const channel = context.channel;
  return [
    ...one("action", event.action),
    ...one("member", event.memberId === NO_MEMBER ? null : event.memberId),
    ...event.changed.flatMap((name) => one("changed", name)),
    ...Object.entries(event.attributes).flatMap(([name, { from, to }]) =>
      isPersonal(name) ? [] : [...named("became", name, to), ...named("was", name, from)],
    ),
    ...one("device", text(context.deviceId)),
    ...one("ip", ip === null ? null : canonicalIp(ip)),
    ...one("channel", channel === undefined ? null : asWritten(channel)),
    ...one("correlation", event.correlationId),
    ...one("publication", event.internal.state),
  ];
}

function one(field: Field, value: string | null): Condition[] {
  return value === null ? [] : [{ field, operator: "any", values: [value] }];
}

function named(field: Field, attribute: string, value: JsonValue | undefined): Condition[] {
  const written = value === undefined ? null : asWritten(value);
  // A dot would lead into the attribute.
  const name = attribute.replaceAll(/[.\\]/g, "\\$&");
  return written === null ? [] : [{ field, name, operator: "any", values: [written] }];
}

/** A value as searches write it: a text that a number or a word of JSON would be taken for stands in quotes. Null for what is no single value. */
function asWritten(value: JsonValue): string | null {
  if (typeof value === "object") return value === null ? "null" : null;
  if (typeof value !== "string") return String(value);
  if (value === "") return null;
  const isOther = isDecimal(value) || ["true", "false", "null"].includes(value) || /^".*"$/s.test(value);
  return isOther ? JSON.stringify(value) : value;
}
