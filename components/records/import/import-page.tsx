"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { FormFault } from "#components/ui/failed-state";
import { PageHead, Panel } from "#components/ui/panel";
import type { Sample } from "#server/vocabulary/import-mapping";
import type { JsonValue } from "#server/vocabulary/member-event";
import { usePreferences } from "../../preferences/preferences-provider.tsx";
import { KeepMapping } from "./keep-mapping.tsx";
import { KeptMappings } from "./kept-mappings.tsx";
import { emptyRule, guessDraft, type MappingDraft, missingIn, toMapping } from "./mapping-draft.ts";
import { MappingFields } from "./mapping-fields.tsx";
import { MappingPreview } from "./mapping-preview.tsx";
import { RuleFields } from "./rule-fields.tsx";
import { SampleFile } from "./sample-file.tsx";

/** Maps the columns of a former record table to events, on the beginning of a file that stays in the browser but for this look. */
export function ImportPage() {
  const t = useTranslations("importPage");
  const trpc = useTRPC();
  const { zone } = usePreferences();
  const [sample, setSample] = useState<Sample | null>(null);
  const [reading, setReading] = useState<Record<string, JsonValue>>({});
  const [given, setGiven] = useState<MappingDraft | null>(null);
  const look = useQuery(
    trpc.records.lookAtSample.queryOptions(
      { sample: sample ?? { name: "none", content: "", isCut: false }, reading },
      { enabled: sample !== null, retry: false, placeholderData: keepPreviousData },
    ),
  );
  const columns = look.data?.columns ?? [];
  const paths = columns.map(({ path }) => path);
  const draft = given ?? (sample && look.data ? guessDraft(sample.name, columns, zone) : null);
  const missing = draft === null ? [] : missingIn(draft);
  const mapping = draft === null || missing.length > 0 ? null : toMapping(draft, reading);
  const asked = useDeferredValue(mapping);
  const preview = useQuery(
    trpc.records.previewMapping.queryOptions(
      { sample: sample ?? { name: "none", content: "", isCut: false }, mapping: asked },
      { enabled: sample !== null && asked !== null, retry: false, placeholderData: keepPreviousData },
    ),
  );
  return (
    <div className="grid max-w-5xl gap-4">
      <PageHead title={t("title")} sub={t("sub")} />
      <SampleFile
        look={look.data}
        reading={reading}
        onReading={setReading}
        onFile={(file) => {
          setSample(file);
          setGiven(null);
        }}
      />
      {look.isError && <FormFault error={look.error} />}
      {draft !== null && (
        <>
          <Panel title={t("rows")}>
            <MappingFields draft={draft} columns={paths} onChange={setGiven} />
          </Panel>
          <Panel title={t("rules")} aside={t("rulesHint")}>
            {draft.rules.map((rule, at) => (
              <RuleFields
                // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name, and their place is what they are.
                key={at}
                rule={rule}
                place={at + 1}
                columns={paths}
                onChange={(next) => setGiven({ ...draft, rules: draft.rules.with(at, next) })}
                onRemove={
                  draft.rules.length === 1 ? null : () => setGiven({ ...draft, rules: draft.rules.toSpliced(at, 1) })
                }
              />
            ))}
            <div className="border-t border-line px-4 py-3">
              <Button onClick={() => setGiven({ ...draft, rules: [...draft.rules, emptyRule] })}>{t("addRule")}</Button>
            </div>
          </Panel>
          {missing.length > 0 && (
            <p role="status" className="text-ink-soft">
              {t("lacks", { what: missing.map((one) => t(one)).join(", ") })}
            </p>
          )}
        </>
      )}
      {mapping !== null && preview.isError && <FormFault error={preview.error} />}
      {mapping !== null && preview.data && !preview.isError && (
        <MappingPreview preview={preview.data} isOld={preview.isPlaceholderData || asked !== mapping} />
      )}
      {mapping !== null && <KeepMapping mapping={mapping} fileName={sample?.name ?? "FILE"} />}
      <KeptMappings />
    </div>
  );
}
