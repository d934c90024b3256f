"use client";

import { useQuery } from "@tanstack/react-query";
import { CalendarRange, X } from "lucide-react";
import { type FormEvent, type RefObject, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { PeriodForm } from "#components/events/filters/period-form";
import { useTRPC } from "#components/trpc";
import { Button, buttonClass } from "#components/ui/button";
import { Chip } from "#components/ui/chip";
import { inputClass } from "#components/ui/field";
import { Popover } from "#components/ui/popover";
import { Time } from "#components/ui/time/time";
import { periodOf } from "#server/vocabulary/read-condition-value";
import { useEarlyText } from "../ui/use-early-text.ts";
import { type AccessAsked, accessHref, LONGEST } from "./access-pages.ts";

/** The two questions of an audit: who looked at this member, and what did this person see; each in a period, if wanted. */
export function AccessFilter({ asked }: { asked: AccessAsked }) {
  const t = useTranslations("accessRecords");
  const [memberId, setMemberId] = useState(asked.memberId ?? "");
  const [login, setLogin] = useState(asked.login ?? "");
  const [memberField, loginField] = [useEarlyText(setMemberId), useEarlyText(setLogin)];
  const trpc = useTRPC();
  const viewers = useQuery(trpc.accessRecords.viewers.queryOptions({ services: asked.services === true })).data
    ?.viewers;
  const logins = viewers?.map((viewer) => viewer.login) ?? [];
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
        <Whole
          field={memberField}
          label={t("member")}
          value={memberId}
          onChange={setMemberId}
          longest={LONGEST.memberId}
        />
        <Whole
          field={loginField}
          label={t("login")}
          value={login}
          onChange={setLogin}
          longest={LONGEST.login}
          known={logins}
        />
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
              onPeriod={(range) => {
                close();
                // Until the first moment after the last one that was named.
                const { start, end } = periodOf(range);
                ask({ ...others, ...typed, ...(start !== null && { from: start }), ...(end !== null && { to: end }) });
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
      <label className="flex h-8 cursor-pointer items-center gap-1.5 text-ink-soft">
        <input
          type="checkbox"
          checked={asked.services === true}
          onChange={({ target }) => {
            const { services: _, ...without } = asked;
            ask({ ...without, ...typed, ...(target.checked && { services: true }) });
          }}
          className="size-3.5 accent-accent"
        />
        {t("services")}
      </label>
      {Object.keys(asked).length > 0 && (
        <Button look="ghost" onClick={() => ask({})}>
          <X aria-hidden className="size-3.5" />
          {t("clear")}
        </Button>
      )}
    </div>
  );
}

/** A text that is looked for as a whole. */
function Whole(props: {
  field: RefObject<HTMLInputElement | null>;
  label: string;
  value: string;
  onChange: (value: string) => void;
  longest: number;
  /** Values to pick from; others can be typed. */
  known?: readonly string[];
}) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-meta text-ink-faint">
        {props.label}
      </label>
      <input
        ref={props.field}
        id={id}
        list={props.known && `${id}-known`}
        value={props.value}
        maxLength={props.longest}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => props.onChange(event.target.value)}
        className={`${inputClass} w-44! font-mono`}
      />
      {props.known && (
        <datalist id={`${id}-known`}>
          {props.known.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      )}
    </div>
  );
}
