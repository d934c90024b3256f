"use client";

import { Ban } from "lucide-react";
import { useTranslations } from "use-intl";
import { FamilyIcon } from "#components/events/words/family-icon";
import { Sentence } from "#components/events/words/sentence";
import { ValueLink } from "#components/links/link-tables";
import { MemberLink, MemberName } from "#components/member-link";
import { Span } from "#components/ui/time/span";
import { Time, TimeOfDay } from "#components/ui/time/time";
import type { MemberEvent } from "#server/vocabulary/member-event";
import type { Chain, Sequence } from "#server/vocabulary/sequence/sequence";
import { useOpenEvent } from "../dossier/use-open-event.ts";
import { useSayQuestion } from "../views/use-say-question.ts";

type Props = { sequence: Sequence; events: ReadonlyMap<string, MemberEvent> };

/** Chains of one member, device or address that come one after the other: the newest, and the rest on demand. */
export function ChainCard({ chains, ...props }: Props & { chains: readonly Chain[] }) {
  const t = useTranslations("sequences");
  const [newest, ...others] = chains;
  if (newest === undefined) return null;
  return (
    <li className="border-t border-line px-4 py-3 first:border-t-0">
      <OneChain chain={newest} {...props} />
      {others.length > 0 && (
        <details className="mt-1">
          <summary className="inline-flex min-h-6 cursor-pointer items-center text-meta text-accent">
            {t("moreOfSame", { count: others.length })}
          </summary>
          {others.map((chain) => (
            <div key={chain.steps.flat()[0]} className="mt-3">
              <OneChain chain={chain} {...props} />
            </div>
          ))}
        </details>
      )}
    </li>
  );
}

/** One chain as a story: whose, when, and its events in order, each opening itself. */
function OneChain({ chain, sequence, events }: Props & { chain: Chain }) {
  const t = useTranslations("sequences");
  const say = useSayQuestion();
  const { by } = sequence;
  return (
    <>
      <p className="mb-1.5 flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">
          {by === "member" ? (
            <MemberLink memberId={chain.key} />
          ) : (
            <ValueLink value={{ kind: by, value: chain.key, masked: null }} />
          )}
        </span>
        <span className="text-meta text-ink-faint">
          <Time iso={chain.startAt} exact /> ·{" "}
          {t.rich("took", { span: () => <Span ms={Date.parse(chain.endAt) - Date.parse(chain.startAt)} /> })}
          {by !== "member" && ` · ${t("membersInChain", { count: chain.memberIds.length })}`}
        </span>
      </p>
      <ol className="grid gap-0.5 border-l-2 border-line pl-3">
        {sequence.steps.map((step, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
          <li key={n}>
            {step.isAbsent ? (
              <span className="flex min-h-7 items-center gap-2 text-ink-soft">
                <Ban aria-hidden className="size-4 shrink-0 text-failed" />
                <span className="min-w-0 wrap-anywhere">
                  {t("didNot", { what: say({ conditions: step.conditions, policy: null }).join(", ") })}
                </span>
              </span>
            ) : (
              <StepOfChain ids={chain.steps[n] ?? []} events={events} namesMember={by !== "member"} />
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

type StepProps = { ids: readonly string[]; events: ReadonlyMap<string, MemberEvent>; namesMember: boolean };

/** Of many events of one step the first and the last, with how many there were. */
function StepOfChain({ ids, events, namesMember }: StepProps) {
  const t = useTranslations("sequences");
  const { linkTo } = useOpenEvent();
  const shown = ids.length <= 2 ? ids : [ids[0] ?? "", ids.at(-1) ?? ""];
  return (
    <ul>
      {shown.map((id, n) => {
        const event = events.get(id);
        if (event === undefined) return null;
        return (
          <li key={id} className="flex min-h-7 items-start gap-2 py-0.5">
            <span className="w-16 shrink-0 pt-0.5 text-meta text-ink-faint">
              <TimeOfDay iso={event.occurredAt} />
            </span>
            <FamilyIcon family={event.family} />
            <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 pt-0.5">
              <a
                data-row
                {...linkTo(id)}
                className="min-w-0 rounded wrap-anywhere hover:underline focus-visible:bg-accent-soft"
              >
                <Sentence event={event} />
              </a>
              {namesMember && (
                <span className="text-meta">
                  <MemberName memberId={event.memberId} />
                </span>
              )}
              {ids.length > 2 && n === 0 && (
                <span className="rounded-full bg-raised px-2 text-meta text-ink-soft">
                  {t("times", { count: ids.length })}
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
