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
import { Field, inputClass } from "#components/ui/field";
import type { Role } from "#server/vocabulary/roles";

/** Makes an account, and shows its first password once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("settings.staff");
  const all = useTranslations("settings");
  const id = useId();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [login, setLogin] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("agent");
  const invite = useMutation(
    trpc.staff.invite.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.staff.accounts.queryFilter()),
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    invite.mutate({ login, name, role });
  }
  return (
    <Dialog open onClose={onClose} label={t("inviteTitle")}>
      {invite.data !== undefined ? (
        <PasswordOnce login={login} password={invite.data.password} onClose={onClose} />
      ) : (
        <form onSubmit={submit} className="flex flex-col">
          <div className="grid gap-4 p-5">
            <div>
              <h2 className="text-section font-semibold">{t("inviteTitle")}</h2>
              <p className="mt-1 text-ink-soft">{t("inviteEffect")}</p>
            </div>
            <Field id={`${id}-login`} label={t("login")}>
              <input
                data-first-focus
                id={`${id}-login`}
                required
                maxLength={100}
                autoCapitalize="none"
                autoComplete="off"
                spellCheck={false}
                value={login}
                onChange={(event) => setLogin(event.target.value)}
                className={inputClass}
              />
            </Field>
            <Field id={`${id}-name`} label={t("name")}>
              <input
                id={`${id}-name`}
                required
                maxLength={100}
                autoComplete="off"
                value={name}
                onChange={(event) => setName(event.target.value)}
                className={inputClass}
              />
            </Field>
            <Field id={`${id}-role`} label={t("role")}>
              <RoleSelect id={`${id}-role`} value={role} onChange={setRole} />
            </Field>
          </div>
          {invite.isError && <DialogFault error={invite.error} />}
          <div className="flex justify-end gap-2 border-t border-line px-5 py-3">
            <Button onClick={onClose}>{all("cancel")}</Button>
            <Button type="submit" look="primary" disabled={invite.isPending}>
              {t("inviteSend")}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
