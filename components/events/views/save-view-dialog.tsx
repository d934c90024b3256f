"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { FormFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { GivenText } from "#components/ui/given-text";
import { type Audience, audienceNames, LONGEST_VIEW_NAME } from "#server/vocabulary/explore/audiences";
import type { SavedView } from "#server/vocabulary/explore/saved-view";
import type { Question } from "../filters/use-named-question.ts";
import { useSayQuestion } from "./use-say-question.ts";
import { viewHref } from "./view-href.ts";

/** Gives a search a name and says who finds it; of a view that is there, another name and other readers. */
export function SaveViewDialog(props: { question: Question; view: SavedView | null; onClose: () => void }) {
  const { question, view, onClose } = props;
  const t = useTranslations("views");
  const id = useId();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const say = useSayQuestion();
  const [name, setName] = useState(view?.name ?? "");
  const [audience, setAudience] = useState<Audience>(view?.audience ?? "private");
  const done = {
    async onSuccess({ id: viewId }: { id: string }) {
      await cache.invalidateQueries(trpc.views.list.queryFilter());
      if (view === null)
        window.history.pushState(null, "", viewHref({ id: viewId, sequence: question.sequence ?? null }));
      onClose();
    },
  };
  const save = useMutation(trpc.views.save.mutationOptions(done));
  const change = useMutation(trpc.views.change.mutationOptions(done));
  const isBusy = save.isPending || change.isPending;
  const error = save.error ?? change.error;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isBusy) return;
    if (view === null) save.mutate({ name, audience, question });
    else change.mutate({ id: view.id, name, audience });
  }
  return (
    <Dialog open onClose={onClose} label={view === null ? t("save") : t("rename")}>
      <form onSubmit={submit} className="grid gap-4 p-5">
        <h2 className="text-section font-semibold">{view === null ? t("save") : t("rename")}</h2>
        <ul aria-label={t("asks")} className="grid max-h-40 gap-0.5 overflow-y-auto text-meta text-ink-soft">
          {say(question).map((text) => (
            <li key={text} className="wrap-anywhere">
              <GivenText text={text} />
            </li>
          ))}
        </ul>
        <Field id={`${id}-name`} label={t("name")}>
          <input
            id={`${id}-name`}
            data-first-focus
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={LONGEST_VIEW_NAME}
            required
            autoComplete="off"
            className={inputClass}
          />
        </Field>
        <fieldset className="grid gap-1">
          <legend className="pb-1 font-medium">{t("audience")}</legend>
          {audienceNames.map((one) => (
            <label key={one} className="flex min-h-6 items-center gap-2">
              <input
                type="radio"
                name={`${id}-audience`}
                checked={audience === one}
                onChange={() => setAudience(one)}
                className="size-4 accent-accent"
              />
              {t(`audienceHints.${one}`)}
            </label>
          ))}
        </fieldset>
        {error !== null && <FormFault error={error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={isBusy || name.trim() === ""}>
            {view === null ? t("save") : t("rename")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
