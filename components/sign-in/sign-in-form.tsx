"use client";

import { TriangleAlert } from "lucide-react";
import { useId, useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button";
import { Field, inputClass } from "#components/ui/field";

export type OfferedAccount = {
  login: string;
  password: string;
  role: "agent" | "analyst" | "admin" | "auditor";
  name: string;
};

/** A plain form that needs no script. Where demo accounts are offered, one press fills it. */
export function SignInForm(props: {
  failed: "failed" | "busy" | "slow" | null;
  /** How long the next try has to wait when it came too soon. */
  waitSeconds: number;
  next: string | undefined;
  accounts: OfferedAccount[];
}) {
  const { failed, waitSeconds, next, accounts } = props;
  const t = useTranslations("signIn");
  const id = useId();
  const login = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const send = useRef<HTMLButtonElement>(null);

  function fill(account: OfferedAccount) {
    if (login.current !== null) login.current.value = account.login;
    if (password.current !== null) password.current.value = account.password;
    send.current?.focus();
  }
  return (
    <div className="grid gap-6">
      <form method="post" action="/api/session" className="grid gap-4">
        {failed !== null && (
          <p role="alert" className="flex items-start gap-2 rounded-md bg-failed-soft px-3 py-2 text-failed">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {t(failed, { seconds: waitSeconds })}
          </p>
        )}
        {next !== undefined && <input type="hidden" name="next" value={next} />}
        <Field id={`${id}-login`} label={t("login")}>
          <input
            ref={login}
            // biome-ignore lint/a11y/noAutofocus: the page has this form alone, and its heading says so.
            autoFocus
            id={`${id}-login`}
            name="login"
            required
            maxLength={100}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            className={`${inputClass} h-10!`}
          />
        </Field>
        <Field id={`${id}-password`} label={t("password")}>
          <input
            ref={password}
            id={`${id}-password`}
            name="password"
            type="password"
            required
            maxLength={200}
            autoComplete="current-password"
            className={`${inputClass} h-10!`}
          />
        </Field>
        <Button ref={send} type="submit" look="primary" className="h-10!">
          {t("send")}
        </Button>
      </form>
      {accounts.length > 0 && <DemoAccounts accounts={accounts} onChoose={fill} />}
    </div>
  );
}

function DemoAccounts({
  accounts,
  onChoose,
}: {
  accounts: OfferedAccount[];
  onChoose: (account: OfferedAccount) => void;
}) {
  const t = useTranslations("signIn");
  const roles = useTranslations("shell.roles");
  return (
    <section aria-labelledby="demo-accounts" className="border-t border-line pt-5">
      <h2 id="demo-accounts" className="font-semibold">
        {t("demo")}
      </h2>
      <p className="mb-2 text-meta text-ink-faint">{t("demoHint")}</p>
      <ul className="grid gap-1">
        {accounts.map((account) => (
          <li key={account.login}>
            <button
              type="button"
              onClick={() => onChoose(account)}
              className="grid w-full grid-cols-[1fr_auto] items-baseline gap-x-3 rounded-md border border-line px-3 py-2 text-left hover:bg-raised"
            >
              <span className="min-w-0 truncate font-medium">{account.name}</span>
              <span className="text-meta text-ink-soft">{roles(account.role)}</span>
              <span className="col-span-2 truncate font-mono text-meta text-ink-faint">
                {account.login} / {account.password}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
