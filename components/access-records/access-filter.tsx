"use client";

import { X } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button";
import { inputClass } from "#components/ui/field";
import { useEarlyText } from "../ui/use-early-text.ts";
import { type AccessAsked, accessHref } from "./access-pages.ts";

/** The two questions of an audit: who looked at this member, and what did this person see. */
export function AccessFilter({ asked }: { asked: AccessAsked }) {
  const t = useTranslations("accessRecords");
  const id = useId();
  const [memberId, setMemberId] = useState(asked.memberId ?? "");
  const [login, setLogin] = useState(asked.login ?? "");
  const [memberField, loginField] = [useEarlyText(setMemberId), useEarlyText(setLogin)];
  function submit(event: FormEvent) {
    event.preventDefault();
    ask({ memberId: memberId.trim(), login: login.trim() });
  }
  return (
    <form method="dialog" onSubmit={submit} className="mb-3 flex flex-wrap items-end gap-x-3 gap-y-2">
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
      {Object.keys(asked).length > 0 && (
        <Button look="ghost" onClick={() => ask({})}>
          <X aria-hidden className="size-3.5" />
          {t("clear")}
        </Button>
      )}
    </form>
  );
}

/** Without a way to the server: what is typed next must not be taken back by an answer that comes late. */
function ask(asked: AccessAsked): void {
  window.history.pushState(null, "", accessHref(asked));
}
