"use client";

import { useTranslations } from "use-intl";
import type { LayerName } from "#server/vocabulary/member-event";

/** Which topic the event goes to again. The external one only for events that are told outside at all. */
export function LayerChoice(props: { layer: LayerName; isExternal: boolean; onChange: (layer: LayerName) => void }) {
  const { layer, isExternal, onChange } = props;
  const t = useTranslations("republish");
  return (
    <fieldset>
      <legend className="pb-1.5 font-medium">{t("layer")}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {(["internal", "external"] as const).map((choice) => {
          const impossible = choice === "external" && !isExternal;
          return (
            <label
              key={choice}
              className="flex items-start gap-2 rounded-lg border border-line p-2.5 has-checked:border-accent has-checked:bg-accent-soft has-disabled:opacity-60"
            >
              <input
                type="radio"
                name="layer"
                checked={layer === choice}
                disabled={impossible}
                onChange={() => onChange(choice)}
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              <span>
                <span className="block font-medium">{t(`layers.${choice}`)}</span>
                <span className="block text-meta text-ink-soft">
                  {impossible ? t("notExternal") : t(`layerHints.${choice}`)}
                </span>
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
