"use client";

import { useMutation } from "@tanstack/react-query";
import { Download, FileLock2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC, useTRPCClient } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { FormFault } from "#components/ui/failed-state";
import { PageLink } from "#components/ui/page-link";
import { NO_WHY, saidWhy, WhyFields } from "#components/ui/why-fields";
import { EVENT_EXPORT_ROWS, type ExportFormat, exportFormats } from "#server/vocabulary/choices/event-export-choices";
import { PREPARED_EVENT_ROWS } from "#server/vocabulary/choices/file-choices";
import type { Condition } from "#server/vocabulary/conditions";
import type { Sequence } from "#server/vocabulary/sequence/sequence";
import { saveFile } from "../../ui/save-file.ts";

const types: Record<ExportFormat, string> = { csv: "text/csv;charset=utf-8", ndjson: "application/x-ndjson" };

/** What is wanted: the newest at once, or everything, which a second person has to approve. */
const amounts = ["first", "all"] as const;
type Amount = (typeof amounts)[number];
const counts: Record<Amount, number> = { first: EVENT_EXPORT_ROWS, all: PREPARED_EVENT_ROWS };

/** What a file is to hold: the events that conditions find, or the chains of a sequence. */
export type ExportAsked = { kind: "events"; conditions: readonly Condition[] } | { kind: "chains"; sequence: Sequence };

/** How much, in which form and why; afterwards what the file holds and whether that is all. Chains are given at once alone. */
export function ExportEventsDialog({ asked, onClose }: { asked: ExportAsked; onClose: () => void }) {
  const t = useTranslations("eventExport");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const isChains = asked.kind === "chains";
  const title = t(isChains ? "titleChains" : "title");
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [amount, setAmount] = useState<Amount>("first");
  const [why, setWhy] = useState(NO_WHY);
  const take = useMutation({
    gcTime: 0,
    mutationFn: (how: { format: ExportFormat; reason: string }) =>
      asked.kind === "chains"
        ? client.sequences.export.mutate({ sequence: asked.sequence, ...how })
        : client.events.export.mutate({ conditions: [...asked.conditions], ...how }),
    onSuccess: ({ fileName, text }) => saveFile({ name: fileName, text, type: types[format] }),
  });
  const ask = useMutation(trpc.files.askEvents.mutationOptions({ gcTime: 0 }));
  const said = saidWhy(why, "reason");
  const isBusy = take.isPending || ask.isPending;
  const error = amount === "all" ? ask.error : take.error;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isBusy || said === null || (amount === "all" && ask.isSuccess)) return;
    const how = { format, reason: said.reason };
    if (amount === "all" && !isChains) ask.mutate({ conditions: [...asked.conditions], ...how });
    else take.mutate(how);
  }
  return (
    <Dialog open onClose={onClose} label={title}>
      <form onSubmit={submit} className="grid gap-4 p-5">
        <div>
          <h2 className="text-section font-semibold">{title}</h2>
          <p className="mt-1 text-ink-soft">
            {amount === "all" ? t("allEffect") : t(isChains ? "effectChains" : "effect", { count: EVENT_EXPORT_ROWS })}
          </p>
        </div>
        {!isChains && (
          <Choice
            legend={t("howMany")}
            name="amount"
            options={amounts.map((one) => ({ value: one, label: t(one, { count: counts[one] }) }))}
            chosen={amount}
            onChoose={setAmount}
          />
        )}
        <Choice
          legend={t("format")}
          name="format"
          options={exportFormats.map((one) => ({ value: one, label: t(`formats.${one}`) }))}
          chosen={format}
          onChoose={setFormat}
        />
        <WhyFields
          asks="reason"
          words={{ reason: t("reason"), reasonHint: (letters) => t("reasonHint", letters) }}
          why={why}
          onChange={setWhy}
        />
        {error !== null && <FormFault error={error} />}
        {amount === "all" && ask.isSuccess && (
          <p role="status" className="rounded-md bg-published-soft px-3 py-2 text-published">
            {t("asked")}{" "}
            <PageLink href="/files" className="font-medium underline underline-offset-2">
              {t("toFiles")}
            </PageLink>
          </p>
        )}
        {amount === "first" && take.isSuccess && (
          <p role="status" className="rounded-md bg-published-soft px-3 py-2 text-published">
            {t("done", { count: take.data.rows, file: take.data.fileName })} {take.data.capped && t("capped")}{" "}
            {take.data.partial && t("partial")}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button data-first-focus onClick={onClose}>
            {(amount === "all" ? ask.isSuccess : take.isSuccess) ? t("close") : t("cancel")}
          </Button>
          {amount === "all" ? (
            <Button type="submit" look="primary" disabled={isBusy || said === null || ask.isSuccess}>
              <FileLock2 aria-hidden className="size-3.5" />
              {ask.isPending ? t("asking") : t("ask")}
            </Button>
          ) : (
            <Button type="submit" look="primary" disabled={isBusy || said === null}>
              <Download aria-hidden className="size-3.5" />
              {take.isPending ? t("busy") : t("download")}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

type ChoiceProps<Value extends string> = {
  legend: string;
  name: string;
  options: readonly { value: Value; label: string }[];
  chosen: Value;
  onChoose: (value: Value) => void;
};

function Choice<Value extends string>({ legend, name, options, chosen, onChoose }: ChoiceProps<Value>) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-2">
        {options.map(({ value, label }) => (
          <label
            key={value}
            className="flex cursor-pointer items-center gap-2 rounded-md border border-line px-3 py-1.5 has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name={name}
              className="accent-accent"
              checked={chosen === value}
              onChange={() => onChoose(value)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
