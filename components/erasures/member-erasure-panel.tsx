"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { FailedState, FormFault } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { FullTime } from "#components/ui/time/time";
import type { CaseStep, ErasureExtent, MemberErasure } from "#server/vocabulary/oversight/erasure";
import { type ErasureAct, ErasureDialog } from "./erasure-dialog.tsx";

/** How erasing one member stands: what goes, what stays, who has asked and what holds it up. */
export function MemberErasurePanel({ memberId }: { memberId: string }) {
  const t = useTranslations("erasure");
  const trpc = useTRPC();
  const [act, setAct] = useState<ErasureAct | null>(null);
  const { data, error, refetch, isFetching } = useQuery(trpc.erasures.member.queryOptions({ memberId }));
  return (
    <Panel title={t("title")}>
      <p className="-mt-1 px-4 pb-2 text-meta text-ink-faint">{t("sub")}</p>
      {data === undefined && error === null && <RowsLoading label={t("loading")} tall />}
      {data === undefined && error !== null && (
        <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
      {data !== undefined && (
        <>
          {data.hold !== null && <Held hold={data.hold} onAct={setAct} />}
          {data.erased !== null ? <Erased erased={data.erased} /> : <NotErased standing={data} onAct={setAct} />}
          {data.erased === null && <WhatFollows standing={data} />}
        </>
      )}
      {act !== null && <ErasureDialog act={act} memberId={memberId} onClose={() => setAct(null)} />}
    </Panel>
  );
}

type OnAct = (act: ErasureAct) => void;

function Held({ hold, onAct }: { hold: CaseStep; onAct: OnAct }) {
  const t = useTranslations("erasure");
  return (
    <div className="flex flex-wrap items-start justify-between gap-2 border-t border-line bg-missed-soft px-4 py-2.5">
      <Step step={hold} text={t("held", { name: hold.by })} />
      <Button size="small" onClick={() => onAct({ kind: "lift" })}>
        {t("lift")}
      </Button>
    </div>
  );
}

/** Who did something when, in which case and why. */
function Step({ step: { at, caseNumber, reason }, text }: { step: CaseStep; text: string }) {
  const t = useTranslations("erasure");
  return (
    <div className="min-w-0 max-w-prose">
      <p className="font-medium">{text}</p>
      <p className="text-meta wrap-anywhere text-ink-soft">
        <FullTime iso={at} /> · {t("caseOf", { caseNumber })} · <GivenText text={reason} />
      </p>
    </div>
  );
}

/** The open request, or the way to one. */
function NotErased({ standing, onAct }: { standing: MemberErasure; onAct: OnAct }) {
  const t = useTranslations("erasure");
  const { request, hold, extent } = standing;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const withdraw = useMutation(
    trpc.erasures.withdraw.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.erasures.pathFilter()),
    }),
  );
  const isHeld = hold !== null;
  return (
    <div className="flex flex-wrap items-start justify-between gap-2 border-t border-line px-4 py-2.5">
      {request === null ? (
        <p className="text-ink-soft">{t("none")}</p>
      ) : (
        <div className="min-w-0">
          <Step step={request} text={t("asked", { name: request.by })} />
          {request.own && <p className="text-meta text-ink-soft">{t("own")}</p>}
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        {!isHeld && (
          <Button size="small" onClick={() => onAct({ kind: "hold" })}>
            {t("hold")}
          </Button>
        )}
        {request === null ? (
          <Button size="small" disabled={isHeld} onClick={() => onAct({ kind: "ask" })}>
            {t("ask")}
          </Button>
        ) : (
          <>
            <Button
              size="small"
              disabled={withdraw.isPending}
              onClick={() => withdraw.mutate({ requestId: request.requestId })}
            >
              {t("withdraw")}
            </Button>
            <Button
              size="small"
              look="danger"
              disabled={isHeld || request.own}
              onClick={() => onAct({ kind: "confirm", requestId: request.requestId, clearValues: extent.clearValues })}
            >
              {t("confirm")}
            </Button>
          </>
        )}
      </div>
      {withdraw.isError && <FormFault error={withdraw.error} />}
    </div>
  );
}

/** Before anybody erases: what goes and what stays, side by side. */
function WhatFollows({ standing: { extent, clearsDevices } }: { standing: MemberErasure }) {
  const t = useTranslations("erasure");
  return (
    <div className="grid gap-4 border-t border-line px-4 py-3 sm:grid-cols-2">
      <section>
        <h3 className="font-medium">{t("goes")}</h3>
        <Extent extent={extent} />
      </section>
      <section>
        <h3 className="font-medium">{t("stays")}</h3>
        <ul className="mt-1 grid list-disc gap-1 pl-5 text-ink-soft">
          <li>{t("kept.events")}</li>
          {!clearsDevices && <li>{t("kept.devices")}</li>}
          <li>{t("kept.records")}</li>
          <li>{t("kept.tombstone")}</li>
          <li>{t("backups")}</li>
        </ul>
      </section>
    </div>
  );
}

const kinds = ["clearValues", "keptSearches", "savedViews", "jobs", "deviceEvents"] as const;

/** What goes, in numbers; of what there is none nothing is said, but for the values themselves. */
function Extent({ extent }: { extent: ErasureExtent }) {
  const t = useTranslations("erasure.extent");
  return (
    <ul className="mt-1 grid list-disc gap-1 pl-5 text-ink-soft">
      {kinds
        .filter((kind) => kind === "clearValues" || extent[kind] > 0)
        .map((kind) => (
          <li key={kind}>{t(kind, { count: extent[kind] })}</li>
        ))}
    </ul>
  );
}

function Erased({ erased }: { erased: NonNullable<MemberErasure["erased"]> }) {
  const t = useTranslations("erasure");
  const { by, at, eventId, extent } = erased;
  return (
    <div className="grid gap-3 border-t border-line px-4 py-3">
      <div>
        <p className="font-medium">{t("erased", { name: by })}</p>
        <p className="text-meta text-ink-soft">
          <FullTime iso={at} /> ·{" "}
          <PageLink href={`/events/${eventId}`} className="text-accent underline-offset-2 hover:underline">
            {t("tombstone")}
          </PageLink>
        </p>
      </div>
      <section>
        <h3 className="font-medium">{t("went")}</h3>
        {extent === null ? <p className="mt-1 text-ink-soft">{t("notCounted")}</p> : <Extent extent={extent} />}
        <p className="mt-2 text-meta text-ink-faint">{t("backups")}</p>
      </section>
    </div>
  );
}
