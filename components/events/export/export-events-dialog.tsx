"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { FormFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { EVENT_EXPORT_ROWS, type ExportFormat, exportFormats } from "#server/vocabulary/choices/event-export-choices";
import { FEWEST_LETTERS, isSpelledReason } from "#server/vocabulary/choices/reveal-choices";
import type { Condition } from "#server/vocabulary/conditions";
import { saveFile } from "../../ui/save-file.ts";

const types: Record<ExportFormat, string> = { csv: "text/csv;charset=utf-8", ndjson: "application/x-ndjson" };

/** In which form and why; afterwards what the file holds and whether that is all. */
export function ExportEventsDialog({ conditions, onClose }: { conditions: readonly Condition[]; onClose: () => void }) {
  const t = useTranslations("eventExport");
  const trpc = useTRPC();
  const id = useId();
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [reason, setReason] = useState("");
  const take = useMutation(
    trpc.events.export.mutationOptions({
      gcTime: 0,
      onSuccess: ({ fileName, text }) => saveFile({ name: fileName, text, type: types[format] }),
    }),
  );
  const says = isSpelledReason(reason);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!take.isPending && says) take.mutate({ conditions: [...conditions], format, reason: reason.trim() });
  }
  return (
    <Dialog open onClose={onClose} label={t("title")}>
      <form onSubmit={submit} className="grid w-[30rem] max-w-full gap-4 p-5">
        <div>
          <h2 className="text-section font-semibold">{t("title")}</h2>
          <p className="mt-1 text-ink-soft">{t("effect", { count: EVENT_EXPORT_ROWS })}</p>
        </div>
        <fieldset>
          <legend className="mb-1 font-medium">{t("format")}</legend>
          <div className="flex gap-2">
            {exportFormats.map((one) => (
              <label
                key={one}
                className="flex cursor-pointer items-center gap-2 rounded-md border border-line px-3 py-1.5 has-checked:border-accent has-checked:bg-accent-soft"
              >
                <input
                  type="radio"
                  name="format"
                  className="accent-accent"
                  checked={format === one}
                  onChange={() => setFormat(one)}
                />
                {t(`formats.${one}`)}
              </label>
            ))}
          </div>
        </fieldset>
        <Field id={`${id}-reason`} label={t("reason")} hint={t("reasonHint", { count: FEWEST_LETTERS })}>
          <textarea
            id={`${id}-reason`}
            rows={2}
            required
            maxLength={500}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            aria-describedby={`${id}-reason-hint`}
            className={`${inputClass} h-auto! py-1.5`}
          />
        </Field>
        {take.isError && <FormFault error={take.error} />}
        {take.isSuccess && (
          <p role="status" className="rounded-md bg-published-soft px-3 py-2 text-published">
            {t("done", { count: take.data.rows, file: take.data.fileName })} {take.data.capped && t("capped")}{" "}
            {take.data.partial && t("partial")}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button data-first-focus onClick={onClose}>
            {take.isSuccess ? t("close") : t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={take.isPending || !says}>
            <Download aria-hidden className="size-3.5" />
            {take.isPending ? t("busy") : t("download")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
