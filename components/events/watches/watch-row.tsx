"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pause, Play, Trash2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { WatchFinds } from "#components/events/watches/watch-finds";
import { useTRPC } from "#components/trpc";
import { Button, buttonClass } from "#components/ui/button";
import { FormFault } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { Time } from "#components/ui/time/time";
import type { Watch } from "#server/vocabulary/explore/watch";
import { viewHref } from "../views/view-href.ts";
import { useSayWatch } from "./use-say-watch.ts";

/** One watch: what it waits for, when it was looked at, what is new in it, and what can be done with it. */
export function WatchRow({ watch, isOpenAtFirst }: { watch: Watch; isOpenAtFirst: boolean }) {
  const t = useTranslations("watches");
  const say = useSayWatch();
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const { view } = watch;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="font-medium wrap-anywhere">
            <GivenText text={view.name} />
          </h2>
          <p className="text-ink-soft">{say(watch)}</p>
          <p className="flex flex-wrap gap-x-1.5 text-meta text-ink-faint">
            <span>
              {t(`audiences.${watch.audience}`)}
              {!watch.isMine && (
                <>
                  {" · "}
                  <GivenText text={watch.owner.name} />
                </>
              )}
            </span>
            <Standing watch={watch} />
            {watch.host !== null && <span className="wrap-anywhere">· {watch.host.url}</span>}
          </p>
          {watch.failing !== null && (
            <p role="status" className="mt-1 flex items-start gap-1.5 text-failed">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              <span>
                {t.rich("failing", { time: () => <Time iso={watch.failing?.since ?? ""} exact /> })}{" "}
                {t(`why.${watch.failing.why}`)}
              </span>
            </p>
          )}
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {watch.unseen > 0 && (
            <span className="rounded-full bg-missed-soft px-2 py-0.5 text-meta font-medium text-missed">
              {t("unseen", { count: watch.unseen })}
            </span>
          )}
          <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? t("hide") : t("show")} · {t("finds", { count: watch.finds })}
          </Button>
          <PageLink
            href={viewHref({ id: view.id, sequence: view.isSequence ? {} : null })}
            className={buttonClass("ghost", "small")}
          >
            {t("open")}
          </PageLink>
          {watch.isChangeable && <Acts watch={watch} />}
        </div>
      </div>
      {isOpen && <WatchFinds watch={watch} />}
    </div>
  );
}

function Standing({ watch: { pausedAt, lookedAt } }: { watch: Watch }) {
  const t = useTranslations("watches");
  if (pausedAt !== null) return <span>· {t.rich("paused", { time: () => <Time iso={pausedAt} /> })}</span>;
  if (lookedAt === null) return <span>· {t("notYet")}</span>;
  return <span>· {t.rich("looked", { time: () => <Time iso={lookedAt} /> })}</span>;
}

/** Pausing and going on, and deleting, which asks once more. */
function Acts({ watch: { id, pausedAt } }: { watch: Watch }) {
  const t = useTranslations("watches");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [isSure, setSure] = useState(false);
  const done = { onSettled: () => cache.invalidateQueries(trpc.watches.list.queryFilter()) };
  const pause = useMutation(trpc.watches.pause.mutationOptions(done));
  const remove = useMutation(trpc.watches.remove.mutationOptions(done));
  const error = pause.error ?? remove.error;
  if (isSure) {
    return (
      <span className="flex flex-wrap items-center gap-2">
        <span className="text-meta">{t("removeSure")}</span>
        <Button size="small" onClick={() => setSure(false)}>
          {t("keep")}
        </Button>
        <Button size="small" look="danger" disabled={remove.isPending} onClick={() => remove.mutate({ id })}>
          {t("removeNow")}
        </Button>
      </span>
    );
  }
  return (
    <>
      <Button
        size="small"
        look="ghost"
        disabled={pause.isPending}
        onClick={() => pause.mutate({ id, isPaused: pausedAt === null })}
      >
        {pausedAt === null ? <Pause aria-hidden className="size-3.5" /> : <Play aria-hidden className="size-3.5" />}
        {pausedAt === null ? t("pause") : t("resume")}
      </Button>
      <Button size="small" look="ghost" onClick={() => setSure(true)}>
        <Trash2 aria-hidden className="size-3.5" />
        {t("remove")}
      </Button>
      {error !== null && <FormFault error={error} />}
    </>
  );
}
