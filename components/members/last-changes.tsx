"use client";

import { AtSign, KeyRound, type LucideIcon, Phone, Smartphone } from "lucide-react";
import { useTranslations } from "use-intl";
import { ProofLine } from "#components/members/proof-line";
import { DayOf, Time } from "#components/ui/time/time";
import type { WatchedChange } from "#server/vocabulary/member/standing";
import type { MemberEvent } from "#server/vocabulary/member-event";
import type { MemberProfile } from "#server/vocabulary/views";
import { useOpenEvent } from "../events/dossier/use-open-event.ts";

const icons: Record<WatchedChange, LucideIcon> = {
  phone: Phone,
  email: AtSign,
  password: KeyRound,
  device: Smartphone,
};

/** What was given at joining and never changed since. */
function AtJoining({ event }: { event: MemberEvent }) {
  const t = useTranslations("lastChanges");
  const { linkTo } = useOpenEvent();
  return (
    <a {...linkTo(event.id)} className="inline-block py-0.5 text-ink-soft hover:underline">
      {t.rich("atJoining", { time: () => <Time iso={event.occurredAt} /> })}
    </a>
  );
}

/** When phone number, e-mail, password and device changed last, at whatever age, each with its event. */
export function LastChanges({ profile: { standing, history } }: { profile: MemberProfile }) {
  const t = useTranslations("lastChanges");
  return (
    <section aria-label={t("label")} className="min-w-0 rounded-lg border border-line bg-surface px-4 py-3">
      <h2 className="mb-1 text-meta font-medium text-ink-faint">{t("label")}</h2>
      <dl className="grid gap-1">
        {standing.lastChanges.map(({ change, event }) => {
          const Icon = icons[change];
          return (
            <div key={change} className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-start gap-x-2">
              <dt className="flex items-center gap-1.5 pt-0.5 text-ink-soft">
                <Icon aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
                {t(change)}
              </dt>
              <dd className="min-w-0">
                {event !== null &&
                  (event.family === "lifecycle" ? <AtJoining event={event} /> : <ProofLine event={event} brief />)}
                {event === null && (
                  <span className="inline-block py-0.5 text-ink-faint">
                    {history.firstAt === null
                      ? t("noEvents")
                      : t.rich("notSince", { day: () => <DayOf iso={history.firstAt ?? ""} /> })}
                  </span>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
