"use client";

import { MailX } from "lucide-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { InForceMark, LacksTargetMark } from "#components/subscribers/in-force-mark";
import { Count } from "#components/ui/count";
import { PageLink } from "#components/ui/page-link";
import { Tone } from "#components/ui/tone";
import type { SubscriberOverview } from "#server/vocabulary/subscriber";
import { useSayValue } from "../events/words/use-say-value.ts";
import { useRowKeys } from "../ui/keys/use-row-keys.ts";

/** Subscribers as rows: who, where, its queue, and whether SNS has its policy. */
export function SubscriberTable({ subscribers }: { subscribers: SubscriberOverview[] }) {
  const t = useTranslations("subscribers");
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body);
  const head = "px-3 py-2 font-medium";
  return (
    <table className="w-full table-fixed text-left">
      <thead className="text-meta text-ink-faint">
        <tr>
          <th scope="col" className={`${head} pl-4`}>
            {t("subscriber")}
          </th>
          <th scope="col" className={`${head} hidden w-60 rail:table-cell`}>
            {t("place")}
          </th>
          <th scope="col" className={`${head} hidden w-24 text-right sm:table-cell`}>
            {t("waiting")}
          </th>
          <th scope="col" className={`${head} hidden w-28 text-right sm:table-cell`}>
            {t("deadLetters")}
          </th>
          <th scope="col" className={`${head} w-36 sm:w-40 rail:w-52`}>
            {t("policy")}
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {subscribers.map((subscriber) => (
          <Row key={subscriber.id} subscriber={subscriber} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ subscriber }: { subscriber: SubscriberOverview }) {
  const t = useTranslations("subscribers");
  const { locale } = usePreferences();
  const say = useSayValue();
  const { id, layer, placement, ownerDomain, description, queue, inForce, lacksTarget } = subscriber;
  const hasDeadLetters = queue !== null && queue.deadLetters > 0;
  const place = `${t(`layers.${layer}`)} · ${t(`placements.${placement}`)}`;
  return (
    <tr className="relative border-t border-line align-top hover:bg-raised has-[a[data-row]:focus-visible]:bg-accent-soft">
      <td className="px-3 py-2.5 pl-4">
        <PageLink
          data-row
          href={`/subscribers/${id}`}
          className="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {id}
        </PageLink>
        <span className="block text-meta text-ink-soft sm:line-clamp-2">{description[locale]}</span>
        <span className="block text-meta text-ink-faint rail:hidden">
          {place} · {say(ownerDomain)}
        </span>
      </td>
      <td className="hidden px-3 py-2.5 rail:table-cell">
        {place}
        <span className="block truncate text-meta text-ink-faint">{say(ownerDomain)}</span>
      </td>
      <td className="hidden px-3 py-2.5 text-right sm:table-cell">{queue ? <Count value={queue.waiting} /> : "–"}</td>
      <td className="hidden px-3 py-2.5 text-right sm:table-cell">
        {hasDeadLetters ? <DeadLetters count={queue.deadLetters} /> : queue ? <Count value={0} /> : "–"}
      </td>
      <td className="px-3 py-2.5">
        <InForceMark state={inForce.state} />
        {lacksTarget && (
          <span className="block">
            <LacksTargetMark />
          </span>
        )}
        {hasDeadLetters && (
          <span className="block sm:hidden" title={t("deadLetters")}>
            <DeadLetters count={queue.deadLetters} />
          </span>
        )}
      </td>
    </tr>
  );
}

function DeadLetters({ count }: { count: number }) {
  return (
    <Tone tone="failed" icon={MailX}>
      <Count value={count} />
    </Tone>
  );
}
