"use client";

import { Download } from "lucide-react";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { Button } from "#components/ui/button";
import { LazyDialog } from "#components/ui/lazy-dialog";
import type { ExportAsked } from "./export-events-dialog.tsx";

/** Takes what the explorer finds away as a file; who may not sees the button with the reason. */
export function ExportEvents({ asked, isAsked }: { asked: ExportAsked; isAsked: boolean }) {
  const t = useTranslations("eventExport");
  const mayExport = useMay("record:export");
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <Button
        disabled={!mayExport || !isAsked}
        title={mayExport ? undefined : t("notAllowed")}
        aria-describedby={mayExport ? undefined : id}
        onClick={() => setOpen(true)}
      >
        <Download aria-hidden className="size-3.5" />
        {t("open")}
      </Button>
      {mayExport ? (
        <LazyDialog
          open={open}
          onClose={() => setOpen(false)}
          title={t(asked.kind === "chains" ? "titleChains" : "title")}
          name="event-export"
          load={loadDialog}
          given={{ asked }}
        />
      ) : (
        <span id={id} className="sr-only">
          {t("notAllowed")}
        </span>
      )}
    </>
  );
}

function loadDialog() {
  return import("./export-events-dialog.tsx").then((module) => module.ExportEventsDialog);
}
