"use client";

import { useTranslations } from "use-intl";
import { Count } from "#components/ui/count";
import { GivenText } from "#components/ui/given-text";
import { Panel } from "#components/ui/panel";
import { Time } from "#components/ui/time/time";
import type { ActionDossier, ActionOrigin } from "#server/vocabulary/explore/catalog-page";
import { useSayValue } from "../events/words/use-say-value.ts";

/** Who publishes an action: where its newest events come from. */
export function OriginsPanel({ origins: { looked, isAll, list } }: { origins: ActionDossier["origins"] }) {
  const t = useTranslations("catalogAction");
  const cell = "px-4 py-2";
  return (
    <Panel title={t("origins")} aside={looked > 0 && t("originsHint", { looked, isAll: String(isAll) })}>
      {list.length === 0 ? (
        <p className="px-4 pb-3 text-ink-soft">{t("noOrigins")}</p>
      ) : (
        <table className="w-full text-left">
          <thead className="text-meta text-ink-faint">
            <tr>
              <th scope="col" className={`${cell} font-medium`}>
                {t("origin")}
              </th>
              <th scope="col" className={`${cell} text-right font-medium`}>
                {t("count")}
              </th>
              <th scope="col" className={`${cell} text-right font-medium`}>
                {t("newest")}
              </th>
            </tr>
          </thead>
          <tbody>
            {list.map((origin) => (
              <tr
                key={`${origin.channel} ${origin.source} ${origin.caused} ${origin.imported}`}
                className="border-t border-line align-top"
              >
                <td className={`${cell} wrap-anywhere`}>
                  <Origin origin={origin} />
                </td>
                <td className={`${cell} text-right`}>
                  <Count value={origin.events} />
                </td>
                <td className={`${cell} text-right text-ink-soft`}>
                  <Time iso={origin.newest} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function Origin({ origin: { channel, source, caused, imported } }: { origin: ActionOrigin }) {
  const t = useTranslations("catalogAction");
  const say = useSayValue();
  const further = [
    caused ? t("caused") : null,
    source === null ? null : t("source", { source }),
    imported ? t("imported") : null,
  ].filter((text) => text !== null);
  return (
    <>
      {channel === null ? t("noChannel") : <GivenText text={t("channel", { channel: say(channel) })} />}
      {further.length > 0 && (
        <span className="block text-meta text-ink-faint">
          <GivenText text={further.join(" · ")} />
        </span>
      )}
    </>
  );
}
