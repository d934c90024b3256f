"use client";

import { Filter, VenetianMask } from "lucide-react";
import { useTranslations } from "use-intl";
import { AttributeName, useSayName } from "#components/events/words/attribute-name";
import { SentenceParts } from "#components/events/words/sentence";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Button } from "#components/ui/button";
import { GivenText } from "#components/ui/given-text";
import { Panel } from "#components/ui/panel";
import type { ActionDossier, ActionVersion, UpcastStep } from "#server/vocabulary/explore/catalog-page";
import { languages } from "#server/vocabulary/languages";
import type { CatalogAction } from "#server/vocabulary/member-event";
import { eventSentence } from "#server/vocabulary/sentence/event-sentence";
import { useSayValue } from "../events/words/use-say-value.ts";
import { exampleEvent } from "./example-event.ts";

type Props = { action: ActionDossier; version: ActionVersion; onChoose: (version: number) => void };

/** One version of an action: who is told, its sentences with an example, its attributes, and how older events are read. */
export function VersionPanel({ action, version, onChoose }: Props) {
  const t = useTranslations("catalogAction");
  const catalog = useTranslations("catalog");
  const { currentVersion, versions } = action;
  return (
    <Panel
      title={t("version", { version: version.version })}
      aside={
        versions.length > 1 && (
          <fieldset className="flex flex-wrap gap-1">
            <legend className="sr-only">{t("chooseVersion")}</legend>
            {versions.map((one) => (
              <Button
                key={one.version}
                size="small"
                look="ghost"
                aria-pressed={one.version === version.version}
                className="aria-pressed:bg-accent-soft aria-pressed:text-ink"
                onClick={() => onChoose(one.version)}
              >
                {t("version", { version: one.version })}
                {one.version === currentVersion && ` (${t("current")})`}
              </Button>
            ))}
          </fieldset>
        )
      }
    >
      <div className="grid gap-4 px-4 pb-4">
        {version.version < currentVersion && <p className="text-missed">{t("newer", { version: currentVersion })}</p>}
        <p>
          <span className="text-ink-faint">{t("toldTo")}</span>{" "}
          {catalog(version.external ? "external" : "internalOnly")}
        </p>
        <Sentences action={action} version={version} />
        <Attributes version={version} />
        {version.upcast !== null && <Upcast before={version.version - 1} attributes={version.upcast.attributes} />}
      </div>
    </Panel>
  );
}

function Sentences({ action, version }: { action: ActionDossier; version: ActionVersion }) {
  const t = useTranslations("catalogAction");
  const { locale } = usePreferences();
  const say = useSayValue();
  const event = exampleEvent(action.name, version);
  const described = { ...version, name: action.name, family: action.family, currentVersion: version.version };
  return (
    <section className="grid gap-1.5">
      <h3 className="font-semibold">{t("sentences")}</h3>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {languages.map((language) => (
          <div key={language} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-ink-faint">{t(`languages.${language}`)}</dt>
            <dd lang={language} className="wrap-anywhere">
              <GivenText text={version.sentence[language]} />
            </dd>
          </div>
        ))}
        <div className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-ink-faint">{t("example")}</dt>
          <dd className="wrap-anywhere">
            <SentenceParts parts={eventSentence(event, described, locale, say)} />{" "}
            <span className="text-meta text-ink-faint">({t("exampleHint")})</span>
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Attributes({ version: { attributes, required } }: { version: ActionVersion }) {
  const t = useTranslations("catalogAction");
  const all = Object.entries(attributes);
  if (all.length === 0) return <p className="text-ink-soft">{t("noAttributes")}</p>;
  const cell = "px-2 py-2 sm:px-3";
  return (
    <section className="grid gap-1.5">
      <h3 className="font-semibold">{t("schema")}</h3>
      <div className="overflow-x-auto rounded-lg border border-line">
        <table className="w-full table-fixed text-left">
          <thead className="bg-raised text-meta text-ink-faint">
            <tr>
              <th scope="col" className={`${cell} font-medium`}>
                {t("attribute")}
              </th>
              <th scope="col" className={`${cell} font-medium max-sm:w-20`}>
                {t("type")}
              </th>
              <th scope="col" className={`${cell} font-medium max-sm:w-24`}>
                {t("kind")}
              </th>
              <th scope="col" className={`${cell} w-14 font-medium sm:w-28`}>
                {t("always")}
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map(([name, one]) => (
              <tr key={name} className="border-t border-line align-top">
                <th scope="row" className={`${cell} font-normal break-words`}>
                  <AttributeName name={name} />
                </th>
                <td className={`${cell} break-words`}>
                  <Type attribute={one} />
                </td>
                <td className={cell}>
                  <Kinds attribute={one} />
                </td>
                <td className={`${cell} ${required.includes(name) ? "" : "text-ink-faint"}`}>
                  {t(required.includes(name) ? "yes" : "no")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

type Attribute = CatalogAction["attributes"][string];

function Type({ attribute: { type, enum: values } }: { attribute: Attribute }) {
  const t = useTranslations("catalogAction");
  const say = useSayValue();
  const words: Record<string, string> = {
    ...{ string: t("types.string"), number: t("types.number"), integer: t("types.integer") },
    ...{ boolean: t("types.boolean"), array: t("types.array"), object: t("types.object") },
  };
  return (
    <>
      {words[type] ?? type}
      {values !== undefined && (
        <span className="block text-meta text-ink-faint">
          {t("oneOf")} <GivenText text={values.map((value) => say(String(value))).join(", ")} />
        </span>
      )}
    </>
  );
}

function Kinds({ attribute: { personal, promote } }: { attribute: Attribute }) {
  const t = useTranslations("catalogAction");
  const mark = "flex items-start gap-1";
  return (
    <>
      {personal !== undefined && (
        <span title={t("personalHint")} className={mark}>
          <VenetianMask aria-hidden className="mt-0.5 size-3.5 shrink-0 text-ink-faint" />
          {t(`personalKinds.${personal}`)}
        </span>
      )}
      {promote && (
        <span title={t("promotedHint")} className={mark}>
          <Filter aria-hidden className="mt-0.5 size-3.5 shrink-0 text-ink-faint" />
          {t("promoted")}
        </span>
      )}
      {personal === undefined && !promote && <span className="text-ink-faint">–</span>}
    </>
  );
}

function Upcast({ before, attributes }: { before: number; attributes: Record<string, UpcastStep> }) {
  const t = useTranslations("catalogAction");
  return (
    <section className="grid gap-1.5">
      <h3 className="font-semibold">{t("upcast", { version: before })}</h3>
      <ul className="grid list-disc gap-1 pl-5">
        {Object.entries(attributes).map(([name, step]) => (
          <li key={name} className="wrap-anywhere">
            <Step name={name} step={step} before={before} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Step({ name, step, before }: { name: string; step: UpcastStep; before: number }) {
  const t = useTranslations("catalogAction");
  const say = useSayValue();
  const sayName = useSayName();
  const said = sayName(name);
  if ("to" in step) return t("means", { name: said, value: say(String(step.to)), version: before });
  const values = Object.entries(step.values ?? {}).map(([from, to]) => `${say(from)} → ${say(String(to))}`);
  return (
    <>
      {t("was", { name: said, was: sayName(step.was) })}
      {values.length > 0 && `; ${t("wasValues", { values: values.join(", ") })}`}
    </>
  );
}
