"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { LayerChoice } from "#components/republish/order/layer-choice";
import { Field, inputClass } from "#components/ui/field";
import { ALL } from "#server/vocabulary/choices/send-choices";
import type { LayerName } from "#server/vocabulary/member-event";
import type { Subscriber } from "#server/vocabulary/republish-order";

type Props = {
  layer: LayerName;
  target: string;
  receivers: readonly Pick<Subscriber, "id" | "description" | "replayRule">[];
  onLayer: (layer: LayerName) => void;
  onTarget: (target: string) => void;
};

/** Which topic, and one subscriber or all of them. */
export function TargetFields({ layer, target, receivers, onLayer, onTarget }: Props) {
  const t = useTranslations("newJob");
  const { locale } = usePreferences();
  const id = useId();
  const chosen = receivers.find((one) => one.id === target);
  return (
    <div className="grid gap-3 px-4 pb-4">
      <LayerChoice layer={layer} isExternal onChange={onLayer} />
      <Field
        id={id}
        label={t("target")}
        hint={chosen === undefined ? t("allHint", { count: receivers.length }) : chosen.description[locale]}
      >
        <select
          id={id}
          value={target}
          onChange={(event) => onTarget(event.target.value)}
          aria-describedby={`${id}-hint`}
          className={`${inputClass} max-w-80`}
        >
          <option value={ALL}>{t("all", { count: receivers.length })}</option>
          {receivers.map((one) => (
            <option key={one.id}>{one.id}</option>
          ))}
        </select>
      </Field>
    </div>
  );
}
