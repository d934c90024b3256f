"use client";

import { Filter } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import type { MemberEvent } from "#server/vocabulary/member-event";
import type { Subscriber } from "#server/vocabulary/republish-order";
import { policyDrops } from "./policy-drops.ts";

/**
 * To whom: one subscriber with what it does and what a replay does there, or everybody. Those whose policy surely drops
 * the event stand last, below everybody, and are not counted there.
 */
export function TargetChoice(props: {
  subscribers: Subscriber[];
  event: MemberEvent;
  target: string | null;
  onChange: (target: string) => void;
}) {
  const { subscribers, event, target, onChange } = props;
  const t = useTranslations("republish");
  const { locale } = usePreferences();
  const receivers = subscribers.filter((subscriber) => !policyDrops(subscriber, event));
  const droppers = subscribers.filter((subscriber) => !receivers.includes(subscriber));
  const choice = (subscriber: Subscriber) => (
    <Choice
      key={subscriber.id}
      name={subscriber.id}
      chosen={target === subscriber.id}
      onChoose={() => onChange(subscriber.id)}
      hint={subscriber.description[locale]}
    >
      <span className="block text-meta text-ink-soft">{t(`replayRules.${subscriber.replayRule}`)}</span>
      {droppers.includes(subscriber) && (
        <span className="flex items-center gap-1 text-meta text-missed">
          <Filter aria-hidden className="size-3 shrink-0" />
          {t("drops")}
        </span>
      )}
    </Choice>
  );
  return (
    <fieldset>
      <legend className="pb-1.5 font-medium">{t("target")}</legend>
      <div className="grid gap-1.5">
        {receivers.map(choice)}
        <Choice
          name={t("everybody", { count: subscribers.length })}
          chosen={target === "ALL"}
          onChoose={() => onChange("ALL")}
          hint={t("everybodyHint", { receivers: receivers.length, count: subscribers.length })}
        />
        {droppers.map(choice)}
      </div>
    </fieldset>
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
