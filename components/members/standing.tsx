"use client";

import { Ban, CircleCheck, CornerDownRight, KeyRound, type LucideIcon, ShieldAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Sentence } from "#components/events/words/sentence";
import { MemberLink } from "#components/member-link";
import { ProofLine } from "#components/members/proof-line";
import { FullTime, Time } from "#components/ui/time/time";
import { type ToneName, toneText } from "#components/ui/tone";
import type { InForce, LogInStanding } from "#server/vocabulary/member/standing";
import type { MemberEvent } from "#server/vocabulary/member-event";
import type { MemberProfile } from "#server/vocabulary/views";

/** What is in force now, in sentences: whether the member can log in and why not, and what else restricts it. */
export function StandingPanel({ profile: { memberId, standing } }: { profile: MemberProfile }) {
  const t = useTranslations("standing");
  const { logIn, inForce } = standing;
  const barring = logIn.kind === "barred" ? logIn.by : null;
  const others = inForce.filter((one) => one !== barring && !isSame(one, barring));
  const isFree = inForce.every(({ force }) => force === "unverified");
  return (
    <section aria-label={t("label")} className="min-w-0 rounded-lg border border-line bg-surface px-4 py-3">
      <ul className="grid gap-2">
        <LogInLine logIn={logIn} memberId={memberId} />
        {others.map((one) => (
          <ForceLine key={`${one.force} ${one.event?.id}`} inForce={one} />
        ))}
        {isFree && (
          <Line icon={CircleCheck} tone="published">
            {t("nothing")}
          </Line>
        )}
      </ul>
    </section>
  );
}

/** What bars the log-in is given once more among all that is in force. */
function isSame(one: InForce, other: InForce | null): boolean {
  return other !== null && one.force === other.force && one.event?.id === other.event?.id;
}

function LogInLine({ logIn, memberId }: { logIn: LogInStanding; memberId: string }) {
  const t = useTranslations("standing");
  const forces = useTranslations("standing.forces");
  switch (logIn.kind) {
    case "barred":
      return (
        <Line icon={Ban} tone="failed" head={t("barred", { force: forces(logIn.by.force) })}>
          <Proof inForce={logIn.by} />
          {logIn.lastIn !== null && <LastIn event={logIn.lastIn} />}
        </Line>
      );
    case "failing":
      return (
        <Line icon={ShieldAlert} tone="missed" head={t("failing", { count: logIn.failures })}>
          <ProofLine event={logIn.last} />
          {logIn.lastIn !== null && <LastIn event={logIn.lastIn} />}
        </Line>
      );
    case "out":
      return (
        <Line icon={KeyRound} tone="quiet" head={t("out")}>
          <ProofLine event={logIn.event} cause={logIn.cause} />
          {logIn.cause !== null && <Because cause={logIn.cause} memberId={memberId} />}
        </Line>
      );
    case "in":
      return (
        <Line icon={KeyRound} tone="quiet" head={t("in")}>
          <ProofLine event={logIn.event} />
        </Line>
      );
    case "never":
      return (
        <Line icon={KeyRound} tone="quiet">
          {t("never")}
        </Line>
      );
  }
}

function LastIn({ event }: { event: MemberEvent }) {
  const t = useTranslations("standing");
  return (
    <span className="block text-meta text-ink-faint">
      {t("lastIn")} <Time iso={event.occurredAt} />
    </span>
  );
}

/** What ended the session; another member's doing names that member. */
function Because({ cause, memberId }: { cause: MemberEvent; memberId: string }) {
  const t = useTranslations("timeline");
  return (
    <span className="flex items-start gap-1 text-meta text-ink-soft">
      <CornerDownRight aria-hidden className="mt-0.5 size-3 shrink-0" />
      <span className="wrap-anywhere">
        {t("becauseOf")} <Sentence event={cause} /> (<Time iso={cause.occurredAt} />)
        {cause.memberId !== memberId && (
          <>
            {" · "}
            <MemberLink memberId={cause.memberId} />
          </>
        )}
      </span>
    </span>
  );
}

function ForceLine({ inForce }: { inForce: InForce }) {
  const forces = useTranslations("standing.forces");
  return (
    <Line icon={TriangleAlert} tone="missed" head={forces(inForce.force)}>
      <Proof inForce={inForce} />
    </Line>
  );
}

function Proof({ inForce: { event, until } }: { inForce: InForce }) {
  const t = useTranslations("standing");
  return (
    <>
      {until !== null && !Number.isNaN(Date.parse(until)) && (
        <span className="mr-1.5 font-medium">{t.rich("until", { time: () => <FullTime iso={until} /> })}</span>
      )}
      {event === null ? <span className="text-ink-faint">{t("unproved")}</span> : <ProofLine event={event} />}
    </>
  );
}

function Line(props: { icon: LucideIcon; tone: ToneName; head?: string; children: ReactNode }) {
  const { icon: Icon, tone, head, children } = props;
  return (
    <li className="flex items-start gap-2">
      <Icon aria-hidden className={`mt-1 size-4 shrink-0 ${toneText(tone)}`} />
      <div className="min-w-0 pt-0.5">
        {head !== undefined && <strong className="mr-1.5 font-semibold">{head}</strong>}
        {children}
      </div>
    </li>
  );
}
