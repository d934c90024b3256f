"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { PasswordOnce } from "#components/settings/password-once";
import { RoleSelect } from "#components/settings/role-select";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { DialogFault } from "#components/ui/failed-state";
import { Field } from "#components/ui/field";
import { ReasonField } from "#components/ui/reason-field";
import { SHORTEST_REASON } from "#server/vocabulary/choices/reason-length";
import type { Role } from "#server/vocabulary/roles";
import type { AccountChange, StaffAccount } from "#server/vocabulary/staff/settings";

/** What can be done to an account as it is. */
function changesOf({ disabledAt, sessions, failures, byProvider }: StaffAccount): AccountChange[] {
  if (disabledAt !== null) return ["enabled"];
  return [
    ...(byProvider ? [] : (["role"] as const)),
    "disabled",
    ...(byProvider ? [] : (["password"] as const)),
    ...(sessions > 0 ? (["sessions-ended"] as const) : []),
    ...(failures > 0 ? (["unlocked"] as const) : []),
  ];
}

/** Changes somebody else's account, after saying what will follow and asking why. */
export function ChangeAccountDialog({ account, onClose }: { account: StaffAccount; onClose: () => void }) {
  const t = useTranslations("settings.staff");
  const { login, name } = account;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const change = useMutation(
    trpc.staff.change.mutationOptions({
      async onSuccess({ password }) {
        await queryClient.invalidateQueries(trpc.staff.accounts.queryFilter());
        if (password === null) onClose();
      },
    }),
  );
  const password = change.data?.password ?? null;
  return (
    <Dialog open onClose={onClose} label={t("changeOf", { name })}>
      {password !== null ? (
        <PasswordOnce login={login} password={password} onClose={onClose} />
      ) : (
        <ChangeForm
          account={account}
          error={change.error}
          isSending={change.isPending}
          onSend={(order) => change.mutate({ accountId: account.id, ...order })}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

function ChangeForm(props: {
  account: StaffAccount;
  error: unknown;
  isSending: boolean;
  onSend: (order: { change: AccountChange; role?: Role; reason: string }) => void;
  onClose: () => void;
}) {
  const { account, error, isSending, onSend, onClose } = props;
  const t = useTranslations("settings.staff");
  const all = useTranslations("settings");
  const roles = useTranslations("shell.roles");
  const id = useId();
  const changes = changesOf(account);
  const [change, setChange] = useState<AccountChange>(account.failures > 4 ? "unlocked" : (changes[0] ?? "role"));
  const [role, setRole] = useState<Role>(account.role);
  const [reason, setReason] = useState("");
  const isReady = reason.trim().length >= SHORTEST_REASON && (change !== "role" || role !== account.role);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady) onSend({ change, reason: reason.trim(), ...(change === "role" && { role }) });
  }
  const { sessions, tokens } = account;
  return (
    <form onSubmit={submit} className="flex max-h-[85dvh] flex-col">
      <div className="grid gap-4 overflow-y-auto p-5">
        <h2 className="text-section font-semibold">{t("changeOf", { name: account.name })}</h2>
        <fieldset className="grid gap-1">
          <legend className="pb-1 font-medium">{t("act")}</legend>
          {changes.map((one) => (
            <label key={one} className="flex min-h-7 items-center gap-2">
              <input
                type="radio"
                name={`${id}-change`}
                checked={one === change}
                onChange={() => setChange(one)}
                className="size-4"
              />
              {t(`acts.${one}`)}
            </label>
          ))}
        </fieldset>
        {change === "role" && (
          <Field id={`${id}-role`} label={t("role")}>
            <RoleSelect id={`${id}-role`} value={role} onChange={setRole} />
          </Field>
        )}
        <ReasonField
          label={all("reason")}
          hint={all("reasonHint", { count: SHORTEST_REASON })}
          value={reason}
          onChange={setReason}
        />
        <p role="status" className="rounded-md bg-missed-soft px-3 py-2 text-missed">
          {t(`effects.${change}`, { sessions, tokens })}
        </p>
      </div>
      {error !== null && <DialogFault error={error} />}
      <div className="flex justify-end gap-2 border-t border-line px-5 py-3">
        <Button data-first-focus onClick={onClose}>
          {all("cancel")}
        </Button>
        <Button type="submit" look={change === "disabled" ? "danger" : "primary"} disabled={isSending || !isReady}>
          {t(`send.${change}`, { role: roles(role) })}
        </Button>
      </div>
    </form>
  );
}
