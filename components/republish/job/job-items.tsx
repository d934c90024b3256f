"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Filter } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Sentence } from "#components/events/words/sentence";
import { MemberLink } from "#components/member-link";
import { ItemStateMark, itemTones, useSayItemState } from "#components/republish/job/job-state";
import { useTRPCClient } from "#components/trpc";
import { Button } from "#components/ui/button";
import { FailedState } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { RowsLoading } from "#components/ui/skeleton";
import { Time } from "#components/ui/time/time";
import type { ItemState, RepublishItem, RepublishJob } from "#server/vocabulary/republish-job";
import { useSayOutcome } from "../../events/words/use-say-outcome.ts";
import { firstPage, itemsKey, nextPageOf } from "./job-pages.ts";

const PAGE = 50;
const SOON_MS = 500;

/** The events of a job as sentences, each with what became of it; all or those with one outcome. */
export function JobItems({ job, refetchMs }: { job: RepublishJob; refetchMs: number | false }) {
  const t = useTranslations("job");
  const client = useTRPCClient();
  const [state, setState] = useState<ItemState | undefined>(undefined);
  const query = useInfiniteQuery({
    queryKey: itemsKey(job.id, state),
    queryFn: ({ pageParam, signal }) =>
      client.republish.items.query(
        {
          jobId: job.id,
          limit: PAGE,
          ...(state !== undefined && { state }),
          ...(pageParam !== undefined && { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: firstPage(),
    getNextPageParam: nextPageOf,
    // A list that was read before anything was written down is read again soon.
    refetchInterval: ({ state: { data } }) =>
      job.frozen > 0 && state === undefined && data?.pages[0]?.items.length === 0 ? SOON_MS : refetchMs,
  });
  const items = query.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <OutcomeChoice job={job} chosen={state} onChoose={setState} />
      {items === undefined && query.isError && (
        <FailedState what={t("itemsFailed")} error={query.error} onRetry={() => query.refetch()} />
      )}
      {items === undefined && !query.isError && <RowsLoading label={t("itemsLoading")} rows={4} tall />}
      {items !== undefined && (
        <ul>
          {items.map((item) => (
            <ItemRow key={item.eventId} item={item} job={job} />
          ))}
          {items.length === 0 && (
            <li className="border-t border-line px-4 py-3 text-ink-soft">
              {job.isFrozen ? t("noItems") : t("itemsToCome")}
            </li>
          )}
        </ul>
      )}
      {query.hasNextPage && (
        <div className="border-t border-line px-4 py-2.5">
          <Button size="small" onClick={() => query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            {t("moreItems")}
          </Button>
        </div>
      )}
    </>
  );
}

function OutcomeChoice(props: {
  job: RepublishJob;
  chosen: ItemState | undefined;
  onChoose: (state: ItemState | undefined) => void;
}) {
  const { chosen, onChoose } = props;
  const { counts, state } = props.job;
  const say = useSayItemState(state);
  const t = useTranslations("job");
  const format = useFormatter();
  const choices = [
    undefined,
    ...itemTones.map(({ state }) => state).filter((one) => counts[one] > 0 || one === chosen),
  ];
  return (
    <fieldset className="flex flex-wrap gap-1.5 px-4 pb-3">
      <legend className="sr-only">{t("outcomeChoice")}</legend>
      {choices.map((one) => (
        <Button
          key={one ?? "all"}
          size="small"
          look={one === chosen ? "plain" : "ghost"}
          aria-pressed={one === chosen}
          onClick={() => onChoose(one)}
        >
          {one === undefined ? t("allItems") : `${say(one)} ${format.number(counts[one])}`}
        </Button>
      ))}
    </fieldset>
  );
}

function ItemRow({ item, job: { target, state } }: { item: RepublishItem; job: RepublishJob }) {
  const t = useTranslations("job");
  const skip = useTranslations("skipReason");
  return (
    <li className="grid gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 sm:grid-cols-[1fr_auto]">
      <div className="min-w-0">
        <PageLink href={`/events/${item.eventId}`} className="inline-block min-h-6 hover:text-accent hover:underline">
          {item.event === null ? (
            <span className="font-mono text-meta">{item.eventId}</span>
          ) : (
            <Sentence event={item.event} />
          )}
        </PageLink>
        <span className="flex flex-wrap items-center gap-x-2 text-meta text-ink-faint">
          {item.event !== null && <Time iso={item.event.occurredAt} exact />}
          <MemberLink memberId={item.memberId} className="inline-flex min-h-6 items-center" />
        </span>
        {item.skippedBecause !== null && <p className="text-meta text-ink-soft">{skip(item.skippedBecause)}</p>}
        {item.skippedBecause === null && <Reach reaches={item.reaches} target={target} />}
        {item.error !== null && (
          <p className="text-failed">
            <GivenText text={item.error} />
          </p>
        )}
        <Handled handled={item.handled} />
      </div>
      <div className="flex flex-wrap items-baseline gap-x-4 sm:justify-end">
        {item.sentAt !== null && (
          <span className="text-meta text-ink-faint" title={item.snsMessageId ?? undefined}>
            {t("sentAt")} <Time iso={item.sentAt} exact />
          </span>
        )}
        {item.confirmedAt !== null && (
          <span className="text-meta text-ink-faint">
            {t("confirmedAt")} <Time iso={item.confirmedAt} exact />
          </span>
        )}
        <ItemStateMark state={item.state} job={state} />
      </div>
    </li>
  );
}

/** Whom else the message of an item reaches by the registered policies; a warning when it misses its target. */
function Reach({ reaches, target }: { reaches: string[]; target: string }) {
  const t = useTranslations("job");
  const misses = reaches.length === 0 || (target !== "ALL" && !reaches.includes(target));
  return (
    <>
      {misses && (
        <span className="flex items-start gap-1 text-meta text-missed">
          <Filter aria-hidden className="mt-0.5 size-3 shrink-0" />
          {target === "ALL" ? t("allDrop") : t("targetDrops", { target })}
        </span>
      )}
      {reaches.some((name) => name !== target) && (
        <span className="block text-meta text-ink-soft">{t("reaches", { names: reaches.join(", ") })}</span>
      )}
    </>
  );
}

function Handled({ handled }: { handled: RepublishItem["handled"] }) {
  const sayOutcome = useSayOutcome();
  return (
    <>
      {handled.map(({ handler, outcome, at }) => (
        <span key={handler} className="block text-meta">
          <span className="font-medium">{handler}</span> <span className="text-ink-soft">{sayOutcome(outcome)}</span>{" "}
          <span className="text-ink-faint">
            <Time iso={at} exact />
          </span>
        </span>
      ))}
    </>
  );
}
