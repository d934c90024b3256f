import type { Change, JsonValue, MemberEvent } from "../../vocabulary/member-event.ts";
import { valueInLine } from "../../vocabulary/visible-text.ts";

/** An event as the command line's JSON has it: stable, also when more becomes known of events. */
export function eventAsJson(event: MemberEvent): string {
  const { id, memberId, action, occurredAt, storedAt, changed, attributes, context, published, publishedAt } = event;
  return JSON.stringify({
    id,
    memberId,
    action,
    occurredAt,
    storedAt,
    changed,
    attributes,
    context,
    published,
    publishedAt,
  });
}

/** An event as a line for people: time, id, member, action, what changed, where it stands. */
export function eventAsLine(event: MemberEvent): string {
  const changes = Object.entries(event.attributes).map(
    ([name, change]) => `${valueInLine(name)} ${changeAsText(change)}`,
  );
  const state = event.internal.state;
  return [event.occurredAt, event.id, valueInLine(event.memberId), event.action, changes.join(", "), state].join("  ");
}

function changeAsText({ from, to }: Change): string {
  if (from === undefined) return `= ${valueAsText(to)}`;
  return `${valueAsText(from)} -> ${valueAsText(to)}`;
}

/** A value of JSON inside a line: a text as it is, everything else as JSON; what cannot be seen is marked. */
export function valueAsText(value: JsonValue | undefined): string {
  if (value === undefined) return "?";
  return valueInLine(typeof value === "string" ? value : JSON.stringify(value));
}
