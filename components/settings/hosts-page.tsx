"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Webhook } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { Dialog } from "#components/ui/dialog";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState, FormFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { FullTime } from "#components/ui/time/time";
import { type HostPurpose, hostPurposes, type RegisteredHost } from "#server/vocabulary/hosts/registered-host";

/** The HTTPS addresses that workers may call. */
export function HostsPage() {
  const t = useTranslations("settings.hosts");
  const all = useTranslations("settings");
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const { data, error, refetch, isFetching } = useQuery(trpc.hosts.list.queryOptions({}));
  return (
    <div className="max-w-4xl">
      <Panel
        title={t("title")}
        aside={
          <Button size="small" onClick={() => setOpen(true)}>
            <Plus aria-hidden className="size-3.5" />
            {t("new")}
          </Button>
        }
      >
        <p className="px-4 pb-2 text-meta text-ink-faint">{t("sub")}</p>
        {data === undefined && error === null && <RowsLoading label={all("loading")} />}
        {data === undefined && error !== null && (
          <FailedState what={all("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
        )}
        {data?.hosts.length === 0 && <EmptyState icon={Webhook} title={t("empty")} hint={t("emptyHint")} />}
        <ul>
          {data?.hosts.map((host) => (
            <li key={host.id} className="border-t border-line px-4 py-2.5">
              <HostRow host={host} />
            </li>
          ))}
        </ul>
      </Panel>
      {isOpen && <RegisterDialog onClose={() => setOpen(false)} />}
    </div>
  );
}

function HostRow({ host: { id, purpose, url, registeredBy, registeredAt, revokedAt } }: { host: RegisteredHost }) {
  const t = useTranslations("settings.hosts");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [isSure, setSure] = useState(false);
  const revoke = useMutation(
    trpc.hosts.revoke.mutationOptions({ onSettled: () => cache.invalidateQueries(trpc.hosts.list.queryFilter()) }),
  );
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <div className="min-w-0">
        <p className="font-mono text-meta break-all">{url}</p>
        <p className="text-meta text-ink-faint">
          {t(`purposes.${purpose}`)} · {t("by", { name: registeredBy })} · <FullTime iso={registeredAt} />
          {revokedAt !== null && (
            <>
              {" · "}
              {t("revoked")} <FullTime iso={revokedAt} />
            </>
          )}
        </p>
        {revoke.isError && <FormFault error={revoke.error} />}
      </div>
      {revokedAt === null &&
        (isSure ? (
          <span className="flex flex-wrap items-center gap-2">
            <span className="text-meta">{t("effect")}</span>
            <Button size="small" onClick={() => setSure(false)}>
              {t("keep")}
            </Button>
            <Button size="small" look="danger" disabled={revoke.isPending} onClick={() => revoke.mutate({ id })}>
              {t("revoke")}
            </Button>
          </span>
        ) : (
          <Button size="small" onClick={() => setSure(true)}>
            {t("revoke")}
          </Button>
        ))}
    </div>
  );
}

function RegisterDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("settings.hosts");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const id = useId();
  const [url, setUrl] = useState("https://");
  const [purpose, setPurpose] = useState<HostPurpose>("watch");
  const register = useMutation(
    trpc.hosts.register.mutationOptions({
      gcTime: 0,
      onSuccess: () => cache.invalidateQueries(trpc.hosts.list.queryFilter()),
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!register.isPending) register.mutate({ purpose, url });
  }
  if (register.isSuccess) {
    return (
      <Dialog open onClose={onClose} label={t("onceTitle")}>
        <div className="grid max-w-lg gap-3 p-5">
          <h2 className="text-section font-semibold">{t("onceTitle")}</h2>
          <p className="text-ink-soft">{t("onceHint")}</p>
          <p className="rounded-md border border-line bg-canvas p-3 font-mono break-all">{register.data.secret}</p>
          <div className="flex justify-end gap-2">
            <CopyButton text={register.data.secret} label={t("copy")} words quiet={false} />
            <Button size="small" look="primary" onClick={onClose}>
              {t("done")}
            </Button>
          </div>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog open onClose={onClose} label={t("new")}>
      <form onSubmit={submit} className="grid gap-4 p-5">
        <h2 className="text-section font-semibold">{t("new")}</h2>
        <Field id={`${id}-purpose`} label={t("purpose")}>
          <select
            id={`${id}-purpose`}
            value={purpose}
            onChange={({ target }) => setPurpose(hostPurposes.find((one) => one === target.value) ?? "watch")}
            className={inputClass}
          >
            {hostPurposes.map((one) => (
              <option key={one} value={one}>
                {t(`purposes.${one}`)}
              </option>
            ))}
          </select>
        </Field>
        <Field id={`${id}-url`} label={t("url")} hint={t("urlHint")}>
          <input
            id={`${id}-url`}
            data-first-focus
            required
            inputMode="url"
            value={url}
            onChange={({ target }) => setUrl(target.value)}
            aria-describedby={`${id}-url-hint`}
            autoComplete="off"
            className={inputClass}
          />
        </Field>
        {register.isError && <FormFault error={register.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={register.isPending}>
            {t("register")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
