"use client";

import { Download } from "lucide-react";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { LazyExportDialog } from "#components/records/lazy-export-dialog";
import { Button } from "#components/ui/button";
import type { RecordView } from "#server/vocabulary/record-view";
import type { RecordParams } from "./record-params.ts";

/** Opens the export of what is shown; others see the button with the reason why it is not theirs. What was not understood is not taken away. */
export function ExportButton({ view, asked, isAsked }: { view: RecordView; asked: RecordParams; isAsked: boolean }) {
  const t = useTranslations("recordExport");
  const mayExport = useMay("record:export");
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <span className="inline-flex flex-wrap items-center justify-end gap-x-2">
        {!mayExport && (
          <span id={id} className="text-meta text-ink-faint">
            {t("notAllowed")}
          </span>
        )}
        <Button
          size="small"
          disabled={!mayExport || !isAsked}
          aria-describedby={mayExport ? undefined : id}
          onClick={() => setOpen(true)}
        >
          <Download aria-hidden className="size-3.5" />
          {t("open")}
        </Button>
      </span>
      {mayExport && <LazyExportDialog open={open} view={view} asked={asked} onClose={() => setOpen(false)} />}
    </>
  );
}
