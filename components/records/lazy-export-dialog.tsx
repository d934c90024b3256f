"use client";

import { useTranslations } from "use-intl";
import { Dialog } from "#components/ui/dialog";
import { FailedState } from "#components/ui/failed-state";
import type { RecordView } from "#server/vocabulary/record-view";
import { usePart } from "../ui/use-part.ts";
import type { RecordParams } from "./record-params.ts";

/** The export dialog, fetched as soon as its button stands. */
export function LazyExportDialog(props: { open: boolean; onClose: () => void; view: RecordView; asked: RecordParams }) {
  const { open, onClose, view, asked } = props;
  const t = useTranslations("recordExport");
  const { Part: ExportDialog, error, retry, retrying } = usePart("export-dialog", loadDialog);
  if (!open) return null;
  if (ExportDialog !== undefined) return <ExportDialog view={view} asked={asked} onClose={onClose} />;
  if (error === null) return null;
  return (
    <Dialog open onClose={onClose} label={t("title")}>
      <FailedState what={t("title")} error={error} onRetry={retry} retrying={retrying} />
    </Dialog>
  );
}

function loadDialog() {
  return import("./export-dialog.tsx").then((module) => module.ExportDialog);
}
