"use client";

import { CircleHelp } from "lucide-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { UnfoldingText } from "#components/ui/given-text";
import { Masked } from "#components/ui/masked";
import { Time } from "#components/ui/time/time";
import type { StateField } from "#server/vocabulary/record-view";
import { valueText } from "#server/vocabulary/sentence/event-sentence";
import { useOpenEvent } from "../../events/dossier/use-open-event.ts";
import { useSayValue } from "../../events/words/use-say-value.ts";
import { useRowKeys } from "../../ui/keys/use-row-keys.ts";

/** Each field with its value and the event that set it; the event opens at the right. */
export function StateTable({ fields, stale }: { fields: StateField[]; stale: boolean }) {
  const t = useTranslations("stateAt");
  const { locale } = usePreferences();
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body);
  const head = "px-3 py-2 font-medium";
  return (
    <table aria-busy={stale} className="w-full text-left aria-busy:opacity-60">
      <thead className="text-meta text-ink-faint">
        <tr>
          <th scope="col" className={`${head} w-1/4 pl-4 max-sm:w-1/3`}>
            {t("field")}
          </th>
          <th scope="col" className={head}>
            {t("value")}
          </th>
          <th scope="col" className={`${head} w-2/5 max-sm:hidden`}>
            {t("setBy")}
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {fields.map((field) => (
          <tr key={field.field} className="border-t border-line align-top">
            <th scope="row" className="px-3 py-2 pl-4 font-normal text-ink-soft">
              {field.label[locale]}
            </th>
            <td className="px-3 py-2 break-words">
              <Value field={field} />
              <span className="block sm:hidden">
                <SetBy field={field} />
              </span>
            </td>
            <td className="px-3 py-2 max-sm:hidden">
              <SetBy field={field} row />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ field: { state, value, personal } }: { field: StateField }) {
  const t = useTranslations("stateAt");
  const say = useSayValue();
  if (state === "unknown") {
    return (
      <span title={t("unknownHint")} className="inline-flex items-center gap-1 text-ink-faint">
        <CircleHelp aria-hidden className="size-3.5" />
        {t("unknown")}
      </span>
    );
  }
  if (value === null || value === "") return <span className="text-ink-faint">{t("none")}</span>;
  if (typeof value === "boolean") return <span className="font-medium">{t(value ? "yes" : "no")}</span>;
  if (personal) return <Masked value={valueText(value)} />;
  return (
    <span className="font-medium wrap-anywhere">
      <UnfoldingText text={say(valueText(value))} />
    </span>
  );
}

function SetBy({ field: { setBy }, row = false }: { field: StateField; row?: boolean }) {
  const { linkTo } = useOpenEvent();
  if (setBy === null) return <span className="text-ink-faint max-sm:hidden">–</span>;
  return (
    <a
      {...(row && { "data-row": true })}
      {...linkTo(setBy.eventId)}
      className="text-meta text-accent underline-offset-2 hover:underline"
    >
      <Time iso={setBy.occurredAt} exact /> <span className="font-mono break-words">{setBy.action}</span>
    </a>
  );
}
