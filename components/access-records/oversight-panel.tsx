"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ShieldAlert, ShieldCheck, ShieldQuestion } from "lucide-react";
import { useMessages, useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { FailedState, FormFault } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { Time } from "#components/ui/time/time";
import type { ChainFault, ChainStanding } from "#server/vocabulary/oversight/chain";
import { accessHref } from "./access-pages.ts";

/** Whether the records stand as they were sealed, and what an auditor asks about today. Quiet when there is nothing. */
export function OversightPanel() {
  const t = useTranslations("oversight");
  const trpc = useTRPC();
  const chain = useQuery(trpc.accessRecords.chain.queryOptions({}));
  if (chain.data === undefined) {
    return chain.error === null ? null : (
      <FailedState what={t("failed")} error={chain.error} onRetry={() => chain.refetch()} retrying={chain.isFetching} />
    );
  }
  return (
    <section aria-label={t("title")} className="mb-4 grid gap-2 rounded-lg border border-line bg-surface px-4 py-3">
      <ChainLine chain={chain.data} />
      <Unusual />
    </section>
  );
}

function ChainLine({ chain }: { chain: ChainStanding }) {
  const t = useTranslations("oversight");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const verify = useMutation(
    trpc.accessRecords.verify.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.accessRecords.chain.queryFilter()),
    }),
  );
  const { lastCheck } = chain;
  const fault = lastCheck?.fault ?? null;
  const Icon = lastCheck === null ? ShieldQuestion : fault === null ? ShieldCheck : ShieldAlert;
  const tone = lastCheck === null ? "text-ink-soft" : fault === null ? "text-published" : "text-failed";
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Icon aria-hidden className={`size-4 shrink-0 ${tone}`} />
      <p className="min-w-60 flex-1">
        <span className={fault === null ? undefined : "font-medium text-failed"}>
          {lastCheck === null ? (
            t("unchecked")
          ) : fault === null ? (
            t("sound", { count: lastCheck.records })
          ) : (
            <Fault fault={fault} />
          )}
        </span>{" "}
        <span className="text-meta text-ink-soft">
          {lastCheck !== null && t.rich("checked", { time: () => <Time iso={lastCheck.at} /> })}{" "}
          {t("waiting", { count: chain.waiting })} {!chain.hasAnchor && t("noAnchor")}
        </span>
      </p>
      <Button size="small" disabled={verify.isPending} onClick={() => verify.mutate({})}>
        {verify.isPending ? t("verifying") : t("verify")}
      </Button>
      {verify.isError && <FormFault error={verify.error} />}
    </div>
  );
}

function Fault({ fault: { kind, position, recordId } }: { fault: ChainFault }) {
  const t = useTranslations("oversight");
  const kinds: Record<string, string> = useMessages().oversight.kinds;
  return (
    <>
      {kinds[kind.replaceAll(" ", "-")]} {position !== null && t("position", { position })}{" "}
      {recordId !== null && <span className="font-mono text-meta wrap-anywhere">{recordId}</span>}
    </>
  );
}

function Unusual() {
  const t = useTranslations("oversight");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.accessRecords.unusual.queryOptions({}));
  if (data === undefined || data.wide.length + data.guessing.length === 0) return null;
  return (
    <ul className="grid gap-1 border-t border-line pt-2">
      {data.wide.map(({ login, name, seen, usual }) => (
        <li key={`wide ${login}`}>
          <PageLink href={accessHref({ login })} className="inline-block min-h-6 underline">
            <GivenText text={name} />
          </PageLink>{" "}
          {t("wide", { seen, usual })}
        </li>
      ))}
      {data.guessing.map(({ login, times, last }) => (
        <li key={`guessing ${login}`}>
          <PageLink href={accessHref({ login })} className="inline-block min-h-6 underline">
            <GivenText text={login} />
          </PageLink>{" "}
          {t("guessing", { count: times })} <Time iso={last} />
        </li>
      ))}
    </ul>
  );
}
