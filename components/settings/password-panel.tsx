"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "#components/me-provider";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { FormFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { Panel } from "#components/ui/panel";

/** As the server asks for. */
const SHORTEST = 12;

/** Changes the own password; who must do so goes on where they were going. */
export function PasswordPanel() {
  const t = useTranslations("settings.password");
  const id = useId();
  const { mustChangePassword, login } = useMe();
  const trpc = useTRPC();
  const [password, setPassword] = useState("");
  const [newPassword, setNewPassword] = useState("");
  const change = useMutation(
    trpc.session.changePassword.mutationOptions({
      onSuccess() {
        setPassword("");
        setNewPassword("");
        if (mustChangePassword) location.assign("/");
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate({ password, newPassword });
  }
  const field = { type: "password", required: true, maxLength: 200, className: inputClass } as const;
  return (
    <Panel title={t("title")}>
      <form onSubmit={submit} className="grid gap-3 border-t border-line px-4 py-3">
        <p className={mustChangePassword ? "rounded-md bg-missed-soft px-3 py-2 text-missed" : "text-ink-soft"}>
          {mustChangePassword ? t("must") : t("hint")}
        </p>
        <input type="hidden" name="username" autoComplete="username" value={login} />
        <Field id={`${id}-old`} label={t("old")}>
          <input
            {...field}
            id={`${id}-old`}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        <Field id={`${id}-new`} label={t("new")} hint={t("newHint", { count: SHORTEST })}>
          <input
            {...field}
            id={`${id}-new`}
            minLength={SHORTEST}
            autoComplete="new-password"
            aria-describedby={`${id}-new-hint`}
            value={newPassword}
            onChange={(event) => setNewPassword(event.target.value)}
          />
        </Field>
        {change.isError && <FormFault error={change.error} />}
        <div className="flex flex-wrap items-center justify-end gap-3">
          {change.isSuccess && <p role="status">{t("done", { count: change.data.endedSessions })}</p>}
          <Button type="submit" look={mustChangePassword ? "primary" : "plain"} disabled={change.isPending}>
            {t("send")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
