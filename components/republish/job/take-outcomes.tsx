"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPCClient } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { FormFault } from "#components/ui/failed-state";
import { type OutcomeFormat, outcomeFormats, outcomeHead, outcomeLine } from "#server/vocabulary/files/outcome-file";
import type { RepublishJob } from "#server/vocabulary/republish-job";
import { saveFile } from "../../ui/save-file.ts";

/** What a browser holds at ease; the command line writes any number. */
const MOST = 200_000;

const types: Record<OutcomeFormat, string> = {
  csv: "text/csv;charset=utf-8",
  ndjson: "application/x-ndjson;charset=utf-8",
};

/** Takes away what became of each event of a job, as CSV or as one JSON object a line. */
export function TakeOutcomes({ job }: { job: RepublishJob }) {
  const t = useTranslations("takeOutcomes");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" disabled={job.frozen === 0} onClick={() => setOpen(true)}>
        <Download aria-hidden className="size-3.5" />
        {t("open")}
      </Button>
      {isOpen && (
        <Dialog open onClose={() => setOpen(false)} label={t("title")}>
          <TakeForm job={job} onClose={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  );
}

function TakeForm({ job, onClose }: { job: RepublishJob; onClose: () => void }) {
  const t = useTranslations("takeOutcomes");
  const client = useTRPCClient();
  const [read, setRead] = useState(0);
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const { current } = leaving;
    return () => current.abort();
  }, []);
  const take = useMutation({
    mutationFn: async (format: OutcomeFormat) => {
      const lines = [outcomeHead(format)].flatMap((line) => line ?? []);
      let rows = 0;
      for (let cursor: string | null | undefined; cursor !== null && rows < MOST; ) {
        const given = { jobId: job.id, ...(cursor && { cursor }) };
        const page = await client.republish.outcomes.query(given, { signal: leaving.current.signal });
        for (const outcome of page.outcomes) lines.push(outcomeLine(format, outcome));
        rows += page.outcomes.length;
        cursor = page.nextCursor;
        setRead(rows);
      }
      const end = format === "csv" ? "\r\n" : "\n";
      const name = `republish-${job.id}.${format}`;
      // Spreadsheets read a file as UTF-8 when it begins with this mark.
      saveFile({ name, text: `${format === "csv" ? "\ufeff" : ""}${lines.join(end)}${end}`, type: types[format] });
      return { rows, name };
    },
  });
  return (
    <div className="grid gap-4 p-5">
      <div>
        <h2 className="text-section font-semibold">{t("title")}</h2>
        <p className="mt-1 text-ink-soft">{t("effect")}</p>
        {job.frozen > MOST && <p className="mt-1 text-missed">{t("tooMany", { most: MOST })}</p>}
      </div>
      {take.isPending && <p role="status">{t("reading", { read, all: job.frozen })}</p>}
      {take.isError && <FormFault error={take.error} />}
      {take.isSuccess && (
        <p role="status" className="rounded-md bg-published-soft px-3 py-2 text-published">
          {t("done", { count: take.data.rows, file: take.data.name })}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button data-first-focus onClick={onClose}>
          {t("close")}
        </Button>
        {outcomeFormats.map((format) => (
          <Button key={format} look="primary" disabled={take.isPending} onClick={() => take.mutate(format)}>
            {t(format)}
          </Button>
        ))}
      </div>
    </div>
  );
}
