"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { FormFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { Panel } from "#components/ui/panel";
import type { JsonValue } from "#server/vocabulary/member-event";
import { importCommand } from "./import-command.ts";

/** Keeps the mapping under a name, and says the command that imports the whole file by it. */
export function KeepMapping({ mapping, fileName }: { mapping: Record<string, JsonValue>; fileName: string }) {
  const t = useTranslations("importPage");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const id = useId();
  const [name, setName] = useState("");
  const keep = useMutation(
    trpc.records.keepMapping.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.records.mappings.queryFilter()),
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!keep.isPending) keep.mutate({ name: name.trim(), mapping });
  }
  return (
    <Panel title={t("keep")} aside={t("keepHint")}>
      <form onSubmit={submit} className="flex flex-wrap items-end gap-3 px-4 pb-4">
        <div className="min-w-48 flex-1 sm:max-w-72">
          <Field id={`${id}-name`} label={t("name")} hint={t("nameHint")}>
            <input
              id={`${id}-name`}
              value={name}
              required
              pattern="[a-z0-9][a-z0-9\-]{0,62}"
              aria-describedby={`${id}-name-hint`}
              className={inputClass}
              onChange={({ target }) => setName(target.value)}
            />
          </Field>
        </div>
        <div className="flex gap-2 pb-5">
          <Button type="submit" look="primary" disabled={keep.isPending}>
            {t("keepButton")}
          </Button>
          <CopyButton text={() => JSON.stringify(mapping, null, 2)} label={t("copyJson")} words />
        </div>
      </form>
      {keep.isError && (
        <div className="px-4 pb-4">
          <FormFault error={keep.error} />
        </div>
      )}
      {keep.isSuccess && (
        <div role="status" className="border-t border-line px-4 py-3">
          <p>{t("kept", { name: keep.data.name })}</p>
          <code className="mt-1 block font-mono text-meta break-all">{importCommand(keep.data.name, fileName)}</code>
        </div>
      )}
    </Panel>
  );
}
