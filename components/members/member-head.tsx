"use client";

import { clsx } from "clsx";
import { useMessages, useTranslations } from "use-intl";
import { CopyButton } from "#components/ui/copy-button";
import { Count } from "#components/ui/count";
import { GivenText, UnfoldingText } from "#components/ui/given-text";
import { Masked } from "#components/ui/masked";
import { PageHead } from "#components/ui/panel";
import { AsOf, DayOf } from "#components/ui/time/time";
import { revealFields } from "#server/vocabulary/choices/reveal-choices";
import { type JsonValue, NO_MEMBER } from "#server/vocabulary/member-event";
import { valueText } from "#server/vocabulary/sentence/event-sentence";
import type { MemberProfile } from "#server/vocabulary/views";
import { useSayValue } from "../events/words/use-say-value.ts";
import { RevealButton } from "./reveal/reveal-button.tsx";
import { RevealedValue } from "./reveal/revealed-value.tsx";
import { useRevealed } from "./reveal/use-revealed.ts";

/** Who this is: identifier, membership and log-in each by its own name, since when, and the masked personal values. */
export function MemberHead({ profile, showsDetails }: { profile: MemberProfile; showsDetails: boolean }) {
  const t = useTranslations("member");
  const { membership, status } = profile.standing;
  // What member systems commonly have has words; another state is shown as it is.
  const states: Record<string, string> = useMessages().member.states;
  const { shown, show, putAway } = useRevealed();
  const personal = revealFields.flatMap((field) => {
    const value = profile[field];
    return value === null ? [] : [{ field, value }];
  });
  return (
    <>
      <PageHead
        title={
          <span className="inline-flex flex-wrap items-center gap-x-2">
            {t("title")}{" "}
            <span className="font-mono text-[18px] wrap-anywhere">
              <GivenText text={profile.memberId} />
            </span>
            <CopyButton text={profile.memberId} label={t("copyId")} />
          </span>
        }
        sub={
          <span className="flex flex-wrap gap-x-1.5 [&>*+*]:before:mr-1.5 [&>*+*]:before:content-['·']">
            {membership !== null && (
              <span>
                {t("membership")}{" "}
                <strong className="font-medium text-ink">
                  {states[membership] ?? <GivenText text={membership} />}
                </strong>
              </span>
            )}
            {status !== null && (
              <span>
                {t("status")}{" "}
                <strong className="font-medium text-ink">{states[status] ?? <GivenText text={status} />}</strong>
              </span>
            )}
            {profile.joinedAt !== null && (
              <span>
                {t("joined")} <DayOf iso={profile.joinedAt} />
              </span>
            )}
            <span>
              {t.rich("events", {
                n: (unit) => (
                  <Count value={profile.history.events} floor={profile.history.isCut}>
                    {unit}
                  </Count>
                ),
                count: profile.history.events,
              })}
            </span>
          </span>
        }
      >
        <span className="text-meta text-ink-faint">
          <AsOf iso={profile.asOf} />
        </span>
      </PageHead>
      {profile.known ? (
        <div className="-mt-1 mb-4 flex flex-wrap items-baseline gap-x-6 gap-y-1">
          <dl className="contents">
            {personal.map(({ field, value }) => (
              <div key={field} className="flex items-baseline gap-1.5">
                <dt className="text-meta text-ink-faint">{t(`fields.${field}`)}</dt>
                <dd>
                  {shown?.field === field ? (
                    <RevealedValue shown={shown} onPutAway={putAway} />
                  ) : (
                    <Masked value={value} />
                  )}
                </dd>
              </div>
            ))}
            {Object.entries(profile.details)
              .filter(([name]) => name !== "membership")
              .map(([name, value]) => (
                <Detail key={name} name={name} value={value} isFolded={!showsDetails} />
              ))}
          </dl>
          {/* A list of names and values holds nothing else. */}
          {personal.length > 0 && (
            <RevealButton memberId={profile.memberId} fields={personal.map(({ field }) => field)} onRevealed={show} />
          )}
        </div>
      ) : (
        <p className="-mt-1 mb-4 text-ink-soft">{t(profile.memberId === NO_MEMBER ? "nobody" : "unknown")}</p>
      )}
    </>
  );
}

/** Something the member system tells beside the personal values; known facts have words, times are shown in the zone. */
function Detail({ name, value, isFolded }: { name: string; value: JsonValue; isFolded: boolean }) {
  const t = useTranslations("member");
  const words: Record<string, string> = useMessages().member.details;
  const say = useSayValue();
  if (value === null) return null;
  const isMoment = typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value);
  return (
    <div className={clsx("flex items-baseline gap-1.5", isFolded && "max-sm:hidden")}>
      <dt className="text-meta text-ink-faint">{words[name] ?? <GivenText text={name} />}</dt>
      <dd className="tabular">
        {isMoment ? (
          <DayOf iso={value} />
        ) : typeof value === "boolean" ? (
          t(value ? "yes" : "no")
        ) : (
          <UnfoldingText text={say(valueText(value))} />
        )}
      </dd>
    </div>
  );
}
