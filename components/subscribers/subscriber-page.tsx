"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { InForceMark, LacksTargetMark } from "#components/subscribers/in-force-mark";
import { PolicyHistory } from "#components/subscribers/policy-history";
import { PolicyPanel } from "#components/subscribers/policy-panel";
import { PolicyTester } from "#components/subscribers/policy-tester";
import { TokenPanel } from "#components/subscribers/token-panel";
import { useTRPC } from "#components/trpc";
import { Count } from "#components/ui/count";
import { FailedState } from "#components/ui/failed-state";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf } from "#components/ui/time/time";
import type { SubscriberDossier, SubscriberOverview } from "#server/vocabulary/subscriber";
import { useSayValue } from "../events/words/use-say-value.ts";

/** One subscriber: its policy as registered and in force, a tester, its tokens, what was changed when. */
export function SubscriberPage({ id }: { id: string }) {
  const t = useTranslations("subscribers");
  const trpc = useTRPC();
  const { data, error, refetch, isFetching } = useQuery(trpc.subscribers.show.queryOptions({ id }));
  if (data !== undefined) return <Body dossier={data} />;
  if (error === null) return <RowsLoading label={t("loading")} tall />;
  return <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
}

function Body({ dossier }: { dossier: SubscriberDossier }) {
  const t = useTranslations("subscribers");
  const { locale } = usePreferences();
  const { subscriber, history, tokens, asOf } = dossier;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="-mb-4">
        <PageHead title={subscriber.id} sub={subscriber.description[locale]}>
          <span className="text-meta text-ink-faint">
            <AsOf iso={asOf} />
          </span>
          {subscriber.lacksTarget && <LacksTargetMark />}
          <InForceMark state={subscriber.inForce.state} filled />
        </PageHead>
      </div>
      <Panel label={t("facts")}>
        <Facts subscriber={subscriber} />
      </Panel>
      <PolicyPanel dossier={dossier} />
      <Panel title={t("tester")} aside={t("testerHint")}>
        <PolicyTester subscriber={subscriber} />
      </Panel>
      <TokenPanel id={subscriber.id} tokens={tokens} />
      <Panel title={t("history")} aside={t("historyHint")}>
        <PolicyHistory history={history} />
      </Panel>
    </div>
  );
}

function Facts({ subscriber }: { subscriber: SubscriberOverview }) {
  const t = useTranslations("subscribers");
  const say = useSayValue();
  const { layer, placement, ownerDomain, queueName, queue, inForce } = subscriber;
  return (
    <dl className="grid gap-x-6 gap-y-2 px-4 py-3 sm:grid-cols-[auto_auto_auto_1fr]">
      <Fact name={t("layer")}>{t(`layers.${layer}`)}</Fact>
      <Fact name={t("placement")}>{t(`placements.${placement}`)}</Fact>
      <Fact name={t("owner")}>{say(ownerDomain)}</Fact>
      <Fact name={t("queue")}>
        <span className="font-mono text-meta break-all">{queueName}</span>
        <span className="block text-meta text-ink-faint">
          {queue === null
            ? t(inForce.state === "missing" ? "queueMissing" : "queueUnknown")
            : t.rich("queueCounts", {
                waiting: () => <Count value={queue.waiting} />,
                inFlight: () => <Count value={queue.inFlight} />,
                dead: () => <Count value={queue.deadLetters} />,
              })}
        </span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-meta text-ink-faint">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
