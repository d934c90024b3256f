"use client";

import { Minus, Plus } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { GivenText } from "#components/ui/given-text";
import { keyOf } from "#server/vocabulary/condition-params";
import type { Condition } from "#server/vocabulary/conditions";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { useCatalog } from "../words/use-catalog.ts";
import { withCondition } from "./change-conditions.ts";
import { useSayCondition } from "./use-say-condition.ts";
import { valuesOfEvent } from "./values-of-event.ts";

type Props = {
  /** The row; null shows nothing. */
  event: MemberEvent | null;
  conditions: readonly Condition[];
  onChange: (conditions: Condition[]) => unknown;
  onClose: () => void;
};

/** Every value of a row, each to search by or to leave out. */
export function ValueMenu({ event, conditions, onChange, onClose }: Props) {
  const t = useTranslations("valueMenu");
  const catalog = useCatalog();
  const say = useSayCondition();
  const isPersonal = (name: string) =>
    [...catalog.values()].some(({ attributes }) => attributes[name]?.personal !== undefined);
  if (event === null) return null;
  function choose(condition: Condition, operator: "any" | "none") {
    onChange(withCondition(conditions, { ...condition, operator }));
    onClose();
  }
  return (
    <Dialog open onClose={onClose} label={t("title")}>
      <div className="grid gap-2 p-4">
        <h2 className="text-section font-semibold">{t("title")}</h2>
        <ul className="grid">
          {valuesOfEvent(event, isPersonal).map((condition) => {
            const { about, values } = say(condition);
            const [value = ""] = values;
            return (
              <li
                key={`${keyOf(condition)} ${value}`}
                className="flex items-center gap-2 border-t border-line py-1 first:border-t-0"
              >
                <span className="w-36 shrink-0 text-meta wrap-anywhere text-ink-faint">{about}</span>
                <span className="min-w-0 flex-1 wrap-anywhere">
                  <GivenText text={value} />
                </span>
                <IconButton label={t("only", { about, value })} onClick={() => choose(condition, "any")}>
                  <Plus aria-hidden className="size-4" />
                </IconButton>
                <IconButton label={t("without", { about, value })} onClick={() => choose(condition, "none")}>
                  <Minus aria-hidden className="size-4" />
                </IconButton>
              </li>
            );
          })}
        </ul>
      </div>
    </Dialog>
  );
}
