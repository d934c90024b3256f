"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { SpanField } from "#components/events/sequences/span-field";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { FormFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { type Audience, audienceNames } from "#server/vocabulary/explore/audiences";
import type { SavedView } from "#server/vocabulary/explore/saved-view";
import {
  LONGEST_WINDOW_S,
  MOST_WATCHED,
  SHORTEST_WINDOW_S,
  type WatchMeasure,
  type WatchSubject,
  watchMeasures,
  watchSubjects,
} from "#server/vocabulary/explore/watch";
import { useSayWatch } from "./use-say-watch.ts";

const DAY_S = 86_400;

/** Makes a watch: on which saved search, when it calls, who sees what it finds, and which host is told. */
export function NewWatchDialog({ viewId, onClose }: { viewId: string | null; onClose: () => void }) {
  const t = useTranslations("watches");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const id = useId();
  const say = useSayWatch();
  const views = useQuery(trpc.views.list.queryOptions({})).data?.views;
  const hosts = useQuery(trpc.hosts.list.queryOptions({})).data?.hosts.filter(
    ({ purpose, revokedAt }) => purpose === "watch" && revokedAt === null,
  );
  const [chosenId, setChosenId] = useState(viewId);
  const view = views?.find((one) => one.id === chosenId) ?? views?.[0];
  const subjects = subjectsOf(view);
  const [per, setPer] = useState<WatchSubject | null>(null);
  const [measure, setMeasure] = useState<WatchMeasure | null>(null);
  const [moreThan, setMoreThan] = useState<number | null>(null);
  const [windowSeconds, setWindow] = useState(DAY_S);
  const [audience, setAudience] = useState<Audience>("private");
  const [hostId, setHostId] = useState("");
  const isSequence = view !== undefined && view.sequence !== null;
  // A chain is a find already; of single events many members on one device are.
  const usual = isSequence
    ? { per: view.sequence?.by ?? "member", measure: "matches" as const, moreThan: 0 }
    : { per: "device" as const, measure: "members" as const, moreThan: 5 };
  const threshold = {
    per: per !== null && subjects.includes(per) ? per : usual.per,
    measure: measure ?? usual.measure,
    moreThan: moreThan ?? usual.moreThan,
    windowSeconds,
  };
  const make = useMutation(
    trpc.watches.make.mutationOptions({
      async onSuccess() {
        await cache.invalidateQueries(trpc.watches.list.queryFilter());
        onClose();
      },
    }),
  );
  const isReady =
    view !== undefined &&
    Number.isInteger(threshold.moreThan) &&
    threshold.moreThan >= 0 &&
    threshold.moreThan <= MOST_WATCHED &&
    windowSeconds >= SHORTEST_WINDOW_S &&
    windowSeconds <= LONGEST_WINDOW_S;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isReady || view === undefined || make.isPending) return;
    make.mutate({ viewId: view.id, ...threshold, audience, hostId: hostId === "" ? null : hostId });
  }
  return (
    <Dialog open onClose={onClose} label={t("title2")}>
      <form onSubmit={submit} className="grid gap-4 p-5">
        <h2 className="text-section font-semibold">{t("title2")}</h2>
        {views?.length === 0 && <p className="text-ink-soft">{t("noViews")}</p>}
        <Field id={`${id}-view`} label={t("view")}>
          <select
            id={`${id}-view`}
            data-first-focus
            value={view?.id ?? ""}
            onChange={({ target }) => setChosenId(target.value)}
            className={inputClass}
          >
            {views?.map((one) => (
              <option key={one.id} value={one.id}>
                {one.sequence === null ? one.name : `${one.name} (${t("sequence")})`}
              </option>
            ))}
          </select>
        </Field>
        <div className="flex flex-wrap items-end gap-3">
          <Field id={`${id}-more`} label={t("moreThan")}>
            <input
              id={`${id}-more`}
              type="number"
              min={0}
              max={MOST_WATCHED}
              value={Number.isNaN(threshold.moreThan) ? "" : threshold.moreThan}
              onChange={({ target }) => setMoreThan(target.value === "" ? Number.NaN : Number(target.value))}
              className={`${inputClass} w-24!`}
            />
          </Field>
          <Field id={`${id}-measure`} label={t("measure")}>
            <select
              id={`${id}-measure`}
              value={threshold.measure}
              onChange={({ target }) => setMeasure(watchMeasures.find((one) => one === target.value) ?? null)}
              className={inputClass}
            >
              {watchMeasures.map((one) => (
                <option key={one} value={one}>
                  {t(`what.${one}`)}
                </option>
              ))}
            </select>
          </Field>
          <Field id={`${id}-per`} label={t("perLabel")}>
            <select
              id={`${id}-per`}
              value={threshold.per}
              onChange={({ target }) => setPer(watchSubjects.find((one) => one === target.value) ?? null)}
              className={inputClass}
            >
              {subjects.map((one) => (
                <option key={one} value={one}>
                  {t(`per.${one}`)}
                </option>
              ))}
            </select>
          </Field>
        </div>
        <SpanField label={t("window")} seconds={windowSeconds} onChange={setWindow} />
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
        {hosts !== undefined && hosts.length > 0 && (
          <Field id={`${id}-host`} label={t("host")}>
            <select
              id={`${id}-host`}
              value={hostId}
              onChange={({ target }) => setHostId(target.value)}
              className={inputClass}
            >
              <option value="">{t("noHost")}</option>
              {hosts.map((host) => (
                <option key={host.id} value={host.id}>
                  {host.url}
                </option>
              ))}
            </select>
          </Field>
        )}
        {isReady && (
          <p role="status" className="rounded-md bg-raised px-3 py-2">
            {say(threshold)}
          </p>
        )}
        {make.isError && <FormFault error={make.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={!isReady || make.isPending}>
            {t("create")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What a view can be counted by: a sequence by what its chains are of. */
function subjectsOf(view: SavedView | undefined): readonly WatchSubject[] {
  const by = view?.sequence?.by;
  return by === undefined ? watchSubjects : [by, "all"];
}
