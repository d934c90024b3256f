"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { ResolveButtons } from "#components/dead-letters/resolve-buttons";
import { MemberLink } from "#components/member-link";
import { IconButton } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { Dialog } from "#components/ui/dialog";
import { GivenLines, GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { FullTime } from "#components/ui/time/time";
import type { LetterView } from "#server/vocabulary/dead-letter";
import { indentJson } from "../ui/indent-json.ts";

/** One letter whole: why it is dead, whose event it carries, its text and its attributes. */
export function LetterDrawer(props: { queue: string; letter: LetterView | null; onClose: () => void }) {
  const { queue, letter, onClose } = props;
  const t = useTranslations("deadLetters");
  const common = useTranslations("common");
  return (
    <Dialog open={letter !== null} onClose={onClose} label={t("letter")} shape="drawer">
      <div className="flex h-full flex-col">
        <div className="flex h-12 shrink-0 items-center gap-1 border-b border-line px-3">
          <p className="flex-1 pl-2 font-medium text-ink-soft">{t("letter")}</p>
          <IconButton label={common("close")} onClick={onClose}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
        {letter !== null && (
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-5">
            <LetterBody queue={queue} letter={letter} onDone={onClose} />
          </div>
        )}
      </div>
    </Dialog>
  );
}

function LetterBody({ queue, letter, onDone }: { queue: string; letter: LetterView; onDone: () => void }) {
  const t = useTranslations("deadLetters");
  const text = letter.bodyBytes > letter.body.length * 4 ? letter.body : indentJson(letter.body);
  const attributes = Object.entries(letter.attributes);
  return (
    <article className="grid gap-5">
      <header className="grid gap-1">
        <h2 className="text-title font-semibold">
          {letter.error === null ? t(`cause.${letter.cause}`) : <GivenText text={letter.error} />}
        </h2>
        <p className="text-ink-soft">{t(`causeHint.${letter.cause}`)}</p>
      </header>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
        {letter.action !== null && (
          <Fact name={t("action")}>
            <span className="font-mono text-meta">
              <GivenText text={letter.action} />
            </span>
          </Fact>
        )}
        {letter.eventId !== null && (
          <Fact name={t("event")}>
            {letter.cause === "unknown-event" ? (
              <span className="font-mono text-meta break-all">
                <GivenText text={letter.eventId} />
              </span>
            ) : (
              <PageLink
                href={`/events/${letter.eventId}`}
                className="font-mono text-meta break-all text-accent hover:underline"
              >
                {letter.eventId}
              </PageLink>
            )}
          </Fact>
        )}
        {letter.memberId !== null && letter.cause !== "unknown-event" && (
          <Fact name={t("member")}>
            <MemberLink memberId={letter.memberId} />
          </Fact>
        )}
        <Fact name={t("sentAt")}>
          <FullTime iso={letter.sentAt} />
        </Fact>
        <Fact name={t("receives")}>{letter.receiveCount}</Fact>
        {letter.target !== null && (
          <Fact name={t("target")}>
            {letter.target === "ALL" ? t("everybody") : <GivenText text={letter.target} />}
            {letter.replay !== null && ` · ${letter.replay === "detector" ? t("byDetector") : t("byJob")}`}
          </Fact>
        )}
        <Fact name={t("letterId")}>
          <span className="font-mono text-meta break-all">{letter.id}</span>
        </Fact>
      </dl>
      <div className="flex flex-wrap gap-2">
        <ResolveButtons
          queue={queue}
          selection={{ kind: "some", ids: [letter.id] }}
          count={1}
          size="small"
          onOrdered={onDone}
        />
      </div>
      <section className="grid gap-2">
        <div className="flex items-center justify-between gap-2">
          <h3 className="text-section font-semibold">{t("body")}</h3>
          <CopyButton text={letter.body} label={t("copyBody")} words quiet={false} />
        </div>
        <section
          aria-label={t("body")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
          tabIndex={0}
          className="max-h-96 overflow-auto rounded-lg border border-line"
        >
          <pre className="p-3 font-mono text-meta">
            <GivenLines text={text} />
          </pre>
        </section>
      </section>
      {attributes.length > 0 && (
        <section className="grid gap-2">
          <h3 className="text-section font-semibold">{t("attributes")}</h3>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            {attributes.map(([name, { Type, Value }]) => (
              <Fact key={name} name={name}>
                <span className="font-mono text-meta break-all">{Value === "" ? `(${Type})` : Value}</span>
              </Fact>
            ))}
          </dl>
        </section>
      )}
    </article>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="col-span-2 grid grid-cols-subgrid items-baseline">
      <dt className="text-ink-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
