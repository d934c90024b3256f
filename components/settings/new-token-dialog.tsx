"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "#components/me-provider";
import { permissionKey } from "#components/settings/permission-button";
import { TokenOnce } from "#components/subscribers/token-dialog";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { DialogFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import type { Permission } from "#server/vocabulary/roles";

/** A new personal access token: name, life, what it may; and the one time it is shown. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("settings.tokens");
  const all = useTranslations("settings");
  const names = useTranslations("settings.permissions.names");
  const id = useId();
  const { permissions } = useMe();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [days, setDays] = useState("30");
  const [scope, setScope] = useState<readonly Permission[]>(permissions);
  const create = useMutation(
    trpc.tokens.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.tokens.list.queryFilter()),
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    const isWhole = scope.length === permissions.length;
    create.mutate({ name, days: Number(days), ...(!isWhole && { scope: [...scope] }) });
  }
  if (create.data !== undefined) {
    return (
      <Dialog open onClose={onClose} label={t("new")}>
        <TokenOnce token={create.data.token} onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog open onClose={onClose} label={t("new")}>
      <form onSubmit={submit} className="flex max-h-[85dvh] flex-col">
        <div className="grid gap-4 overflow-y-auto p-5">
          <h2 className="text-section font-semibold">{t("new")}</h2>
          <Field id={`${id}-name`} label={t("name")} hint={t("nameHint")}>
            <input
              data-first-focus
              id={`${id}-name`}
              required
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.target.value)}
              className={inputClass}
            />
          </Field>
          <Field id={`${id}-days`} label={t("days")} hint={t("daysHint")}>
            <input
              id={`${id}-days`}
              type="number"
              required
              min={1}
              max={365}
              value={days}
              onChange={(event) => setDays(event.target.value)}
              className={inputClass}
            />
          </Field>
          <fieldset className="grid gap-1">
            <legend className="font-medium">{t("scope")}</legend>
            <p className="pb-1 text-meta text-ink-faint">{t("scopeHint")}</p>
            {permissions.map((permission) => (
              <label key={permission} className="flex min-h-7 items-center gap-2">
                <input
                  type="checkbox"
                  checked={scope.includes(permission)}
                  onChange={(event) =>
                    setScope(
                      event.target.checked ? [...scope, permission] : scope.filter((other) => other !== permission),
                    )
                  }
                  className="size-4"
                />
                {names(permissionKey(permission))}
              </label>
            ))}
          </fieldset>
        </div>
        {create.isError && <DialogFault error={create.error} />}
        <div className="flex justify-end gap-2 border-t border-line px-5 py-3">
          <Button onClick={onClose}>{all("cancel")}</Button>
          <Button type="submit" look="primary" disabled={create.isPending || scope.length === 0}>
            {t("create")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
