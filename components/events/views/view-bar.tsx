"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { BookmarkPlus, Eye, Pencil, Save, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { AudienceIcon } from "#components/events/views/audience-icon";
import { useTRPC } from "#components/trpc";
import { Button, buttonClass } from "#components/ui/button";
import { FormFault } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { LazyDialog } from "#components/ui/lazy-dialog";
import { PageLink } from "#components/ui/page-link";
import type { SavedView } from "#server/vocabulary/explore/saved-view";
import type { Question } from "../filters/use-named-question.ts";
import { useOpenView } from "./use-open-view.ts";
import { viewHref } from "./view-href.ts";

/** Which saved view is on the screen, what was changed of it, and what can be done with it; else how to save the search. */
export function ViewBar({ question }: { question: Question | null }) {
  const t = useTranslations("views");
  const { view, isAsIs } = useOpenView();
  const [dialog, setDialog] = useState<"save" | "rename" | "remove" | null>(null);
  const isAsked =
    question !== null && (question.conditions.length > 0 || question.policy !== null || question.sequence);
  if (view === undefined && !isAsked) return null;
  return (
    <section aria-label={t("label")} className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1.5">
      {view !== undefined && (
        <p className="flex min-w-0 items-center gap-2">
          <AudienceIcon view={view} />
          <span className="min-w-0 font-medium wrap-anywhere">
            <GivenText text={view.name} />
          </span>
          <span className="text-meta text-ink-faint">
            {t(`audiences.${view.audience}`)}
            {!view.isMine && (
              <>
                {" · "}
                <GivenText text={view.owner.name} />
              </>
            )}
            {!isAsIs && ` · ${t("changed")}`}
          </span>
        </p>
      )}
      <div className="flex flex-wrap items-center gap-1">
        {view?.isChangeable && !isAsIs && isAsked && <SaveChanges view={view} question={question} />}
        {isAsked && (view === undefined || !isAsIs) && (
          <Button look="ghost" size="small" onClick={() => setDialog("save")}>
            <BookmarkPlus aria-hidden className="size-3.5" />
            {view === undefined ? t("save") : t("saveAs")}
          </Button>
        )}
        {view !== undefined && isAsIs && (
          <PageLink href={`/events/watches?view=${view.id}`} className={buttonClass("ghost", "small")}>
            <Eye aria-hidden className="size-3.5" />
            {t("watch")}
          </PageLink>
        )}
        {view?.isChangeable && (
          <>
            <Button look="ghost" size="small" onClick={() => setDialog("rename")}>
              <Pencil aria-hidden className="size-3.5" />
              {t("rename")}
            </Button>
            <Button look="ghost" size="small" onClick={() => setDialog("remove")}>
              <Trash2 aria-hidden className="size-3.5" />
              {t("remove")}
            </Button>
          </>
        )}
      </div>
      {question !== null && (
        <LazyDialog
          open={dialog === "save"}
          onClose={() => setDialog(null)}
          title={t("save")}
          name="save-view-dialog"
          load={loadSave}
          given={{ question, view: null }}
        />
      )}
      {view !== undefined && (
        <>
          <LazyDialog
            open={dialog === "rename"}
            onClose={() => setDialog(null)}
            title={t("rename")}
            name="save-view-dialog"
            load={loadSave}
            given={{ question: view, view }}
          />
          <LazyDialog
            open={dialog === "remove"}
            onClose={() => setDialog(null)}
            title={t("remove")}
            name="remove-view-dialog"
            load={loadRemove}
            given={{ view }}
          />
        </>
      )}
    </section>
  );
}

function SaveChanges({ view, question }: { view: SavedView; question: Question }) {
  const t = useTranslations("views");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const save = useMutation(
    trpc.views.change.mutationOptions({
      async onSuccess() {
        await cache.invalidateQueries(trpc.views.list.queryFilter());
        window.history.pushState(null, "", viewHref(view));
      },
    }),
  );
  return (
    <>
      <Button size="small" disabled={save.isPending} onClick={() => save.mutate({ id: view.id, question })}>
        <Save aria-hidden className="size-3.5" />
        {t("saveChanges")}
      </Button>
      {save.isError && <FormFault error={save.error} />}
    </>
  );
}

function loadSave() {
  return import("./save-view-dialog.tsx").then((module) => module.SaveViewDialog);
}

function loadRemove() {
  return import("./remove-view-dialog.tsx").then((module) => module.RemoveViewDialog);
}
