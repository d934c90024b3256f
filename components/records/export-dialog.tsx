"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { FormFault } from "#components/ui/failed-state";
import { ReasonField } from "#components/ui/reason-field";
import { SHORTEST_REASON } from "#server/vocabulary/choices/reason-length";
import { EXPORT_ROWS, type RecordView } from "#server/vocabulary/record-view";
import { saveFile } from "../ui/save-file.ts";
import type { RecordParams } from "./record-params.ts";

/** Takes the rows of a view away as a CSV file: what it will hold, at most how many rows, and why it is needed. */
export function ExportDialog(props: { view: RecordView; asked: RecordParams; onClose: () => void }) {
  const { view, asked, onClose } = props;
  const t = useTranslations("recordExport");
  const trpc = useTRPC();
  const { locale } = usePreferences();
  const [reason, setReason] = useState("");
  const take = useMutation(
    trpc.records.export.mutationOptions({
      onSuccess: ({ fileName, csv }) => saveFile({ name: fileName, text: csv, type: "text/csv;charset=utf-8" }),
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    if (take.isPending) return;
    const { memberId, ...others } = asked;
    take.mutate({
      view: view.name,
      ...others,
      ...(memberId !== undefined && { memberId }),
      reason: reason.trim(),
    });
  }
  return (
    <Dialog open onClose={onClose} label={t("title")}>
      <form onSubmit={submit} className="grid gap-4 p-5">
        <div>
          <h2 className="text-section font-semibold">
            {t("title")}: {view.label[locale]}
          </h2>
          <p className="mt-1 text-ink-soft">{t("effect", { count: EXPORT_ROWS })}</p>
        </div>
        <ReasonField
          label={t("reason")}
          hint={t("reasonHint", { count: SHORTEST_REASON })}
          value={reason}
          onChange={setReason}
        />
        {take.isError && <FormFault error={take.error} />}
        {take.isSuccess && (
          <p role="status" className="rounded-md bg-published-soft px-3 py-2 text-published">
            {t("done", { count: take.data.rows, file: take.data.fileName })} {take.data.capped && t("capped")}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button data-first-focus onClick={onClose}>
            {take.isSuccess ? t("close") : t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={take.isPending}>
            <Download aria-hidden className="size-3.5" />
            {take.isPending ? t("busy") : t("download")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
