"use client";

import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Field, inputClass } from "#components/ui/field";
import { Panel } from "#components/ui/panel";
import type { Sample, SampleLook } from "#server/vocabulary/import-mapping";
import type { JsonValue } from "#server/vocabulary/member-event";
import { readSampleFile } from "./read-sample-file.ts";

const delimiters = { ",": ",", ";": ";", "\t": "Tab", "|": "|" };
const encodings = ["utf-8", "euc-kr", "windows-1252"] as const;

type Props = {
  look: SampleLook | undefined;
  reading: Record<string, JsonValue>;
  onReading: (reading: Record<string, JsonValue>) => void;
  onFile: (sample: Sample) => void;
};

/** Chooses the file, says what it holds, and for a table how it is read. */
export function SampleFile({ look, reading, onReading, onFile }: Props) {
  const t = useTranslations("importPage");
  const id = useId();
  const [isUnreadable, setUnreadable] = useState(false);
  const csv = typeof reading.csv === "object" && reading.csv !== null && !Array.isArray(reading.csv) ? reading.csv : {};
  const setCsv = (name: string, value: string) => onReading({ ...reading, csv: { ...csv, [name]: value } });
  return (
    <Panel title={t("file")} aside={t("fileHint")}>
      <div className="grid gap-3 px-4 pb-4 sm:grid-cols-3">
        <Field id={`${id}-file`} label={t("choose")}>
          <input
            id={`${id}-file`}
            type="file"
            className="w-full text-body file:mr-3 file:h-8 file:rounded-md file:border file:border-line-strong/60 file:bg-surface file:px-3"
            onChange={async ({ target }) => {
              const [file] = target.files ?? [];
              if (file === undefined) return;
              const sample = await readSampleFile(file).catch(() => null);
              setUnreadable(sample === null);
              if (sample !== null) onFile(sample);
            }}
          />
        </Field>
        {look?.kind === "table" && (
          <>
            <Field id={`${id}-delimiter`} label={t("delimiter")}>
              <select
                id={`${id}-delimiter`}
                value={String(csv.delimiter ?? ",")}
                className={inputClass}
                onChange={({ target }) => setCsv("delimiter", target.value)}
              >
                {Object.entries(delimiters).map(([value, name]) => (
                  <option key={value} value={value}>
                    {name}
                  </option>
                ))}
              </select>
            </Field>
            <Field id={`${id}-encoding`} label={t("encoding")}>
              <select
                id={`${id}-encoding`}
                value={String(csv.encoding ?? "utf-8")}
                className={inputClass}
                onChange={({ target }) => setCsv("encoding", target.value)}
              >
                {encodings.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </Field>
          </>
        )}
      </div>
      {isUnreadable && <p className="px-4 pb-4 text-failed">{t("unreadableFile")}</p>}
      {look !== undefined && (
        <div className="border-t border-line px-4 py-3">
          <p>{t("holds", { kind: look.kind, rows: look.rows, columns: look.columns.length })}</p>
          {look.unreadable > 0 && <p className="text-failed">{t("unreadableRows", { count: look.unreadable })}</p>}
          <dl className="mt-2 grid max-h-60 gap-x-4 gap-y-1 overflow-y-auto text-meta sm:grid-cols-[minmax(8rem,14rem)_1fr]">
            {look.columns.map(({ path, values }) => (
              <div key={path} className="contents">
                <dt className="font-mono break-all">{path}</dt>
                <dd className="min-w-0 truncate text-ink-soft">{values.join(" · ") || t("empty")}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </Panel>
  );
}
