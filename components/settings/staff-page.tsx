"use client";

import { useQuery } from "@tanstack/react-query";
import { ShieldAlert, UserPlus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "#components/me-provider";
import { ChangeAccountDialog } from "#components/settings/change-account-dialog";
import { InviteDialog } from "#components/settings/invite-dialog";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { FailedState } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { Time } from "#components/ui/time/time";
import type { StaffAccount } from "#server/vocabulary/staff/settings";

/** Who may sign in, and as what; who is being guessed at. */
export function StaffPage() {
  const t = useTranslations("settings.staff");
  const all = useTranslations("settings");
  const trpc = useTRPC();
  const [open, setOpen] = useState<"invite" | { accountId: string } | null>(null);
  const { data, error, refetch, isFetching } = useQuery(trpc.staff.accounts.queryOptions({}));
  const close = () => setOpen(null);
  // What is said to follow must hold for the sessions that are open now, not for those of when the page was opened.
  const change = ({ id: accountId }: StaffAccount) => {
    setOpen({ accountId });
    void refetch();
  };
  const chosen =
    open === null || open === "invite" ? undefined : data?.accounts.find(({ id }) => id === open.accountId);
  return (
    <Panel
      title={t("title")}
      aside={
        <Button size="small" look="primary" onClick={() => setOpen("invite")}>
          <UserPlus aria-hidden className="size-3.5" />
          {t("invite")}
        </Button>
      }
    >
      <p className="px-4 pb-2 text-meta text-ink-faint">{t("sub")}</p>
      {data === undefined && error === null && <RowsLoading label={all("loading")} tall />}
      {data === undefined && error !== null && (
        <FailedState what={all("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
      {data !== undefined && <AccountTable accounts={data.accounts} onChange={change} />}
      {open === "invite" && <InviteDialog onClose={close} />}
      {chosen !== undefined && <ChangeAccountDialog account={chosen} onClose={close} />}
    </Panel>
  );
}

type TableProps = { accounts: readonly StaffAccount[]; onChange: (account: StaffAccount) => void };

function AccountTable({ accounts, onChange }: TableProps) {
  const t = useTranslations("settings.staff");
  const roles = useTranslations("shell.roles");
  const head = "px-3 py-2 text-left font-medium";
  return (
    <table className="w-full border-t border-line">
      <thead className="text-meta text-ink-faint max-sm:sr-only">
        <tr>
          <th scope="col" className={`${head} pl-4`}>
            {t("name")}
          </th>
          <th scope="col" className={`${head} max-sm:hidden`}>
            {t("role")}
          </th>
          <th scope="col" className={`${head} max-sm:hidden`}>
            {t("state")}
          </th>
          <th scope="col" className={`${head} max-sm:hidden`}>
            {t("lastSeen")}
          </th>
          <th scope="col" className={head}>
            <span className="sr-only">{t("change")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {accounts.map((account) => (
          <tr key={account.id} className="border-t border-line align-top">
            <td className="px-3 py-2 pl-4">
              <p className="font-medium wrap-anywhere">
                <GivenText text={account.name} />
              </p>
              <p className="text-meta wrap-anywhere text-ink-faint">{account.login}</p>
              <div className="sm:hidden">
                <p>{roles(account.role)}</p>
                <AccountState account={account} />
              </div>
            </td>
            <td className="px-3 py-2 max-sm:hidden">{roles(account.role)}</td>
            <td className="px-3 py-2 max-sm:hidden">
              <AccountState account={account} />
            </td>
            <td className="px-3 py-2 text-ink-soft max-sm:hidden">
              {account.lastSeenAt === null ? t("never") : <Time iso={account.lastSeenAt} />}
            </td>
            <td className="px-3 py-2 pr-4 text-right">
              <ChangeButton account={account} onChange={onChange} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** So many failed tries in a row are no typing errors. */
const GUESSED_AT = 5;

function AccountState({ account }: { account: StaffAccount }) {
  const t = useTranslations("settings.staff");
  const { disabledAt, mustChangePassword, failures, sessions, tokens, byProvider } = account;
  return (
    <>
      <p className={disabledAt === null ? undefined : "text-failed"}>
        {disabledAt === null ? t("enabled") : t("disabled")}
        {mustChangePassword && ` · ${t("mustChange")}`}
        {byProvider && ` · ${t("byProvider")}`}
      </p>
      {failures >= GUESSED_AT && (
        <p className="inline-flex items-center gap-1 text-missed">
          <ShieldAlert aria-hidden className="size-3.5" />
          {t("guessed", { count: failures })}
        </p>
      )}
      <p className="text-meta text-ink-faint">
        {t("sessions", { count: sessions })} · {t("tokens", { count: tokens })}
      </p>
    </>
  );
}

function ChangeButton({ account, onChange }: { account: StaffAccount; onChange: TableProps["onChange"] }) {
  const t = useTranslations("settings.staff");
  const { id } = useMe();
  if (account.id === id) {
    return (
      <span className="inline-grid justify-items-end gap-0.5">
        <Button size="small" disabled aria-describedby="own-account">
          {t("change")}
        </Button>
        <span id="own-account" className="max-w-40 text-meta text-ink-faint">
          {t("own")}
        </span>
      </span>
    );
  }
  return (
    <Button size="small" aria-label={t("changeOf", { name: account.name })} onClick={() => onChange(account)}>
      {t("change")}
    </Button>
  );
}
