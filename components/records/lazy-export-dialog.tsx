"use client";

import { useTranslations } from "use-intl";
import { LazyDialog } from "#components/ui/lazy-dialog";
import type { RecordView } from "#server/vocabulary/record-view";
import type { RecordParams } from "./record-params.ts";

/** The export dialog, fetched as soon as its button stands. */
export function LazyExportDialog(props: { open: boolean; onClose: () => void; view: RecordView; asked: RecordParams }) {
  const { open, onClose, view, asked } = props;
  const t = useTranslations("recordExport");
  const given = { view, asked };
  return (
    <LazyDialog open={open} onClose={onClose} title={t("title")} name="export-dialog" load={loadDialog} given={given} />
  );
}

function loadDialog() {
  return import("./export-dialog.tsx").then((module) => module.ExportDialog);
}
