"use client";

import { CalendarRange, X } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { PeriodForm } from "#components/events/period-form";
import { Button, buttonClass } from "#components/ui/button";
import { Chip } from "#components/ui/chip";
import { inputClass } from "#components/ui/field";
import { Popover } from "#components/ui/popover";
import { Time } from "#components/ui/time";
import { useEarlyText } from "../ui/use-early-text.ts";
import { type AccessAsked, accessHref } from "./access-pages.ts";

/** The two questions of an audit: who looked at this member, and what did this person see; each in a period, if wanted. */
export function AccessFilter({ asked }: { asked: AccessAsked }) {
  const t = useTranslations("accessRecords");
  const id = useId();
  const [memberId, setMemberId] = useState(asked.memberId ?? "");
  const [login, setLogin] = useState(asked.login ?? "");
  const [memberField, loginField] = [useEarlyText(setMemberId), useEarlyText(setLogin)];
  const here = accessHref(asked);
  const [seen, setSeen] = useState(here);
  const [sent, setSent] = useState<string | null>(null);
  // Another address, as by a link or the way back, fills the fields; the answer to this form's own question does not,
  // since somebody may be typing the next one already.
  if (here !== seen) {
    setSeen(here);
    setSent(null);
    if (here !== sent) fill(asked);
  }
  function fill(from: AccessAsked) {
    setMemberId(from.memberId ?? "");
    setLogin(from.login ?? "");
  }
  function ask(next: AccessAsked) {
    fill(next);
    const href = accessHref(next);
    if (href !== here) setSent(href);
    // Without a way to the server: what is typed next must not be taken back by an answer that comes late.
    window.history.pushState(null, "", href);
  }
  const typed = { memberId: memberId.trim(), login: login.trim() };
  const { from, to, ...others } = asked;
  function submit(event: FormEvent) {
    event.preventDefault();
    ask({ ...asked, ...typed });
  }
  return (
    <div className="mb-3 flex flex-wrap items-end gap-x-3 gap-y-2">
      <form method="dialog" onSubmit={submit} className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <div className="grid gap-1">
          <label htmlFor={`${id}-member`} className="text-meta text-ink-faint">
            {t("member")}
          </label>
          <input
            ref={memberField}
            id={`${id}-member`}
            value={memberId}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setMemberId(event.target.value)}
            className={`${inputClass} w-44! font-mono`}
          />
        </div>
        <div className="grid gap-1">
          <label htmlFor={`${id}-login`} className="text-meta text-ink-faint">
            {t("login")}
          </label>
          <input
            ref={loginField}
            id={`${id}-login`}
            value={login}
            maxLength={100}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setLogin(event.target.value)}
            className={`${inputClass} w-44! font-mono`}
          />
        </div>
        <Button type="submit" look="primary">
          {t("show")}
        </Button>
      </form>
      <Popover
        label={t("period")}
        triggerClass={buttonClass()}
        className="w-[min(26rem,calc(100vw-2rem))]"
        trigger={
          <>
            <CalendarRange aria-hidden className="size-3.5" />
            {t("period")}
          </>
        }
      >
        {(close) => (
          <div className="p-2">
            <PeriodForm
              filter={{}}
              onChange={(period) => {
                close();
                ask({
                  ...others,
                  ...typed,
                  ...(period.from !== undefined && { from: period.from }),
                  ...(period.to !== undefined && { to: period.to }),
                });
              }}
            />
          </div>
        )}
      </Popover>
      {(from !== undefined || to !== undefined) && (
        <Chip name={t("period")} removeLabel={t("any")} onRemove={() => ask({ ...others, ...typed })}>
          {from !== undefined && <Time iso={from} exact />} – {to !== undefined && <Time iso={to} exact />}
        </Chip>
      )}
      {Object.keys(asked).length > 0 && (
        <Button look="ghost" onClick={() => ask({})}>
          <X aria-hidden className="size-3.5" />
          {t("clear")}
        </Button>
      )}
    </div>
  );
}
