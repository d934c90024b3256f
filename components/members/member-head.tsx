"use client";

import { useTranslations } from "use-intl";
import { CopyButton } from "#components/ui/copy-button";
import { Count } from "#components/ui/count";
import { Masked } from "#components/ui/masked";
import { PageHead } from "#components/ui/panel";
import { Time } from "#components/ui/time";
import type { MemberProfile } from "#server/vocabulary/views";

/** Who this is: identifier, state, since when, and the masked personal values. */
export function MemberHead({ profile }: { profile: MemberProfile }) {
  const t = useTranslations("member");
  const personal = (["name", "email", "phone", "address"] as const).flatMap((field) => {
    const value = profile[field];
    return value === null ? [] : [{ field, value }];
  });
  return (
    <>
      <PageHead
        title={
          <span className="inline-flex flex-wrap items-center gap-x-2">
            {t("title")} <span className="font-mono text-[18px]">{profile.memberId}</span>
            <CopyButton text={profile.memberId} label={t("copyId")} />
          </span>
        }
        sub={
          <span className="flex flex-wrap gap-x-1.5">
            {profile.state !== null && <strong className="font-medium text-ink">{stateWord(t, profile.state)}</strong>}
            {profile.joinedAt !== null && (
              <span>
                · {t("joined")} <Time iso={profile.joinedAt} />
              </span>
            )}
            <span>
              · <Count value={profile.eventCount} floor={profile.eventCountCapped} /> {t("events", { count: profile.eventCount })}
            </span>
          </span>
        }
      >
        <span className="text-meta text-ink-faint">
          {t("asOf")} <Time iso={profile.asOf} exact />
        </span>
      </PageHead>
      {profile.known ? (
        <dl className="-mt-1 mb-4 flex flex-wrap gap-x-6 gap-y-1">
          {personal.map(({ field, value }) => (
            <div key={field} className="flex items-baseline gap-1.5">
              <dt className="text-meta text-ink-faint">{t(`fields.${field}`)}</dt>
              <dd>
                <Masked value={value} />
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="-mt-1 mb-4 text-ink-soft">{t("unknown")}</p>
      )}
    </>
  );
}

type Texts = ReturnType<typeof useTranslations<"member">>;

/** The states of the demo's member system in words; another system's own state is shown as it is. */
function stateWord(t: Texts, state: string): string {
  const known = ["active", "dormant", "locked", "suspended", "withdrawn"] as const;
  const found = known.find((name) => name === state);
  return found === undefined ? state : t(`states.${found}`);
}
