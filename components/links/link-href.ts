import { conditionsToParams } from "#server/vocabulary/condition-params";
import type { Condition } from "#server/vocabulary/conditions";
import type { LinkedMember, LinkKind, LinkValue } from "#server/vocabulary/explore/links";

/** The page of a value's links. */
export function linksHref({ kind, value }: Pick<LinkValue, "kind" | "value">): string {
  return `/links?${new URLSearchParams({ [kind]: value })}`;
}

/** The page of everything that a member shares. */
export function memberLinksHref(memberId: string): string {
  return `/links?${new URLSearchParams({ member: memberId })}`;
}

/** The events that prove that a member had a value: a search, or where none finds them by the value, they themselves. */
export function proofHref({ kind, value }: { kind: LinkKind; value: string }, member: LinkedMember): string {
  const any = (field: Condition["field"], values: string[]): Condition => ({ field, operator: "any", values });
  const conditions =
    kind === "device" || kind === "ip"
      ? [any("member", [member.memberId]), any(kind, [value])]
      : [any("id", member.eventIds)];
  return `/events?${conditionsToParams(conditions)}`;
}
