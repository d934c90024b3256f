"use client";

import { ChevronRight, Filter } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import type { RepublishTargets } from "#server/vocabulary/republish-order";

/**
 * To whom: one subscriber with what it does and what a replay does there, or everybody, each with whom the message would
 * reach. Those whose own policy drops it stand last, below everybody, folded: sending it to them alone does nothing there.
 */
export function TargetChoice(props: {
  targets: RepublishTargets;
  target: string | null;
  onChange: (target: string) => void;
}) {
  const { target, onChange } = props;
  const { everybody, subscribers } = props.targets;
  const t = useTranslations("republish");
  const { locale } = usePreferences();
  const receivers = subscribers.filter(({ id, reaches }) => reaches.includes(id));
  const droppers = subscribers.filter((subscriber) => !receivers.includes(subscriber));
  const choice = (subscriber: RepublishTargets["subscribers"][number]) => (
    <Choice
      key={subscriber.id}
      name={subscriber.id}
      chosen={target === subscriber.id}
      onChoose={() => onChange(subscriber.id)}
      hint={subscriber.description[locale]}
    >
      {receivers.includes(subscriber) && (
        <span className="block text-meta text-ink-soft">{t(`replayRules.${subscriber.replayRule}`)}</span>
      )}
      {droppers.includes(subscriber) && <Warning>{t("drops")}</Warning>}
      {others(subscriber).length > 0 && (
        <Warning>{t("reachesOthers", { names: others(subscriber).join(", ") })}</Warning>
      )}
    </Choice>
  );
  return (
    <fieldset>
      <legend className="pb-1.5 font-medium">{t("target")}</legend>
      <div className="grid gap-1.5">
        {receivers.map(choice)}
        <Choice
          name={t("everybody", { receivers: everybody.length, count: subscribers.length })}
          chosen={target === "ALL"}
          onChoose={() => onChange("ALL")}
          hint={everybody.length === 0 ? t("everybodyDrops") : t("everybodyHint", { names: everybody.join(", ") })}
        />
        {droppers.length > 0 && (
          <details className="group" open={receivers.length === 0}>
            <summary className="flex min-h-8 cursor-pointer list-none items-center gap-1.5 rounded-md px-1 text-ink-soft hover:text-ink">
              <ChevronRight aria-hidden className="size-4 shrink-0 group-open:rotate-90" />
              {t("droppers", { count: droppers.length })}
            </summary>
            <div className="grid gap-1.5 pt-1">{droppers.map(choice)}</div>
          </details>
        )}
      </div>
    </fieldset>
  );
}

/** Who would get a message although it is addressed to this one: their policies do not ask for the target. */
function others({ id, reaches }: RepublishTargets["subscribers"][number]): string[] {
  return reaches.filter((name) => name !== id);
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <span className="flex items-start gap-1 text-meta text-missed">
      <Filter aria-hidden className="mt-0.5 size-3 shrink-0" />
      {children}
    </span>
  );
}

function Choice(props: { name: string; hint: string; chosen: boolean; onChoose: () => void; children?: ReactNode }) {
  const { name, hint, chosen, onChoose, children } = props;
  return (
    <label className="flex items-start gap-2 rounded-lg border border-line p-2.5 has-checked:border-accent has-checked:bg-accent-soft">
      <input
        type="radio"
        name="target"
        checked={chosen}
        onChange={onChoose}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span className="min-w-0">
        <span className="block font-medium">{name}</span>
        <span className="block">{hint}</span>
        {children}
      </span>
    </label>
  );
}
