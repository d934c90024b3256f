"use client";

import { useTranslations } from "use-intl";
import { AttributeName } from "#components/events/words/attribute-name";
import { UnfoldingText } from "#components/ui/given-text";
import { Masked } from "#components/ui/masked";
import type { JsonValue, MemberEvent } from "#server/vocabulary/member-event";
import { valueText } from "#server/vocabulary/sentence/event-sentence";
import { useCatalog } from "../words/use-catalog.ts";
import { useSayValue } from "../words/use-say-value.ts";

/** Which attributes changed, from what to what. */
export function ChangeTable({ event }: { event: MemberEvent }) {
  const t = useTranslations("dossier");
  const action = useCatalog().get(event.action);
  const changes = Object.entries(event.attributes);
  if (changes.length === 0) return <p className="text-ink-soft">{t("noChanges")}</p>;
  return (
    <div className="overflow-x-auto rounded-lg border border-line">
      <table className="w-full table-fixed text-left">
        <thead className="bg-raised text-meta text-ink-faint">
          <tr>
            <th scope="col" className="px-3 py-1.5 font-medium">
              {t("attribute")}
            </th>
            <th scope="col" className="px-3 py-1.5 font-medium">
              {t("before")}
            </th>
            <th scope="col" className="px-3 py-1.5 font-medium">
              {t("after")}
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map(([name, change]) => {
            const masked = action?.attributes[name]?.personal !== undefined;
            return (
              <tr key={name} className="border-t border-line align-top">
                <th scope="row" className="px-3 py-2 font-normal break-words">
                  <AttributeName name={name} />
                </th>
                <td className="px-3 py-2 text-ink-soft">
                  <Value value={change.from} masked={masked} />
                </td>
                <td className="px-3 py-2 font-medium">
                  <Value value={change.to} masked={masked} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Value({ value, masked }: { value: JsonValue | undefined; masked: boolean }) {
  const say = useSayValue();
  const text = valueText(value);
  if (masked && value !== undefined && value !== null) return <Masked value={text} />;
  return (
    <span className="break-words">
      <UnfoldingText text={say(text)} />
    </span>
  );
}
