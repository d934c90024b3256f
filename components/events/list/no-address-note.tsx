"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button";
import { GivenText } from "#components/ui/given-text";
import type { Condition } from "#server/vocabulary/conditions";
import type { EventPage, JsonValue } from "#server/vocabulary/member-event";
import { withCondition } from "../filters/change-conditions.ts";
import { isNoAddress, shortWord } from "../words/where-text.ts";

/** Events whose producer gave an address that is none, and the field in which it stands all the same. */
const NO_ADDRESS: Condition[] = [
  { field: "context", name: "ip", operator: "exists", values: ["true"] },
  { field: "ip", operator: "exists", values: ["false"] },
];

const looked = new WeakMap<EventPage, JsonValue[]>();

/** What stands as address in the events of a page and is none. A list grows by pages, and each is looked through once. */
function noAddressesOf(page: EventPage): JsonValue[] {
  const known = looked.get(page);
  if (known !== undefined) return known;
  const found = page.events.flatMap(({ context: { ip } }) => (ip !== undefined && isNoAddress(ip) ? [ip] : []));
  looked.set(page, found);
  return found;
}

/** How many of the shown events have as address what is none: no search for an address finds them. */
export function NoAddressNote(props: {
  pages: readonly EventPage[];
  shown: number;
  conditions: readonly Condition[];
  onChange: (conditions: Condition[]) => unknown;
}) {
  const { pages, shown, conditions, onChange } = props;
  const t = useTranslations("events");
  const given = pages.flatMap(noAddressesOf);
  const [first] = given;
  if (first === undefined) return null;
  const isAsked = conditions.some(({ field, operator, values }) => {
    return field === "ip" && operator === "exists" && values[0] === "false";
  });
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line bg-missed-soft px-4 py-2 text-missed"
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1 basis-64 wrap-anywhere">
        {t.rich("noAddresses", {
          count: given.length,
          shown,
          value: () => <GivenText text={shortWord(typeof first === "string" ? first : JSON.stringify(first))} />,
        })}
      </p>
      {!isAsked && (
        <Button size="small" onClick={() => onChange(NO_ADDRESS.reduce<Condition[]>(withCondition, [...conditions]))}>
          {t("onlyNoAddresses")}
        </Button>
      )}
    </div>
  );
}
