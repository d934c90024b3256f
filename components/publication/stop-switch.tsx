"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CirclePause, CirclePlay } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { STOPS_KEY } from "#components/publication/stop-banner";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { FormFault } from "#components/ui/failed-state";
import { ReasonField } from "#components/ui/reason-field";
import { SHORTEST_REASON } from "#server/vocabulary/choices/reason-length";
import { type LayerStatus, type StopScope, stopScopes } from "#server/vocabulary/publication-status";

/** Stops or resumes what a layer sends; others see the switch with the reason why it is not theirs. */
export function StopSwitch({ layer: { layer, stopped } }: { layer: LayerStatus }) {
  const t = useTranslations("stop");
  const mayStop = useMay("publication:stop");
  const [open, setOpen] = useState(false);
  const Icon = stopped === null ? CirclePause : CirclePlay;
  return (
    <>
      {!mayStop && <span className="mr-2 max-sm:sr-only">{t("notAllowed")}</span>}
      <Button
        size="small"
        disabled={!mayStop}
        title={mayStop ? undefined : t("notAllowed")}
        onClick={() => setOpen(true)}
      >
        <Icon aria-hidden className="size-3.5" />
        {stopped === null ? t("stop") : t("resume")}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} label={stopped === null ? t("stopTitle") : t("resumeTitle")}>
        <StopForm layer={layer} isStopped={stopped !== null} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function StopForm(props: { layer: LayerStatus["layer"]; isStopped: boolean; onClose: () => void }) {
  const { layer, isStopped, onClose } = props;
  const t = useTranslations("stop");
  const layers = useTranslations("publication.layers");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const [scope, setScope] = useState<StopScope>("everything");
  const says = isStopped || reason.trim().length >= SHORTEST_REASON;
  async function settled() {
    await Promise.all([
      queryClient.invalidateQueries(trpc.publication.status.queryFilter()),
      queryClient.invalidateQueries({ queryKey: STOPS_KEY }),
    ]);
    onClose();
  }
  const stop = useMutation(trpc.publication.stop.mutationOptions({ onSuccess: settled }));
  const resume = useMutation(trpc.publication.resume.mutationOptions({ onSuccess: settled }));
  const act = isStopped ? resume : stop;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isStopped) resume.mutate({ layer });
    else if (says) stop.mutate({ layer, scope, reason: reason.trim() });
  }
  return (
    <form onSubmit={submit} className="grid gap-4 p-5">
      <div>
        <h2 className="text-section font-semibold">
          {isStopped ? t("resumeTitle") : t("stopTitle")}: {layers(layer)}
        </h2>
        {isStopped && <p className="mt-1 text-ink-soft">{t("resumeEffect")}</p>}
      </div>
      {!isStopped && <ScopeChoice value={scope} onChange={setScope} />}
      {!isStopped && (
        <ReasonField
          label={t("reason")}
          hint={t("reasonHint", { count: SHORTEST_REASON })}
          value={reason}
          onChange={setReason}
        />
      )}
      {act.isError && <FormFault error={act.error} />}
      <div className="flex justify-end gap-2">
        <Button data-first-focus onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button type="submit" look={isStopped ? "primary" : "danger"} disabled={act.isPending || !says}>
          {isStopped ? t("resumeLayer", { layer: layers(layer) }) : t("stopLayer", { layer: layers(layer) })}
        </Button>
      </div>
    </form>
  );
}

/** How much is stopped, each choice with what it holds back. */
function ScopeChoice({ value, onChange }: { value: StopScope; onChange: (scope: StopScope) => void }) {
  const t = useTranslations("stop");
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium">{t("scope")}</legend>
      {stopScopes.map((scope) => (
        <label
          key={scope}
          className="flex cursor-pointer items-start gap-2.5 rounded-md border border-line px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            type="radio"
            name="scope"
            className="mt-1 accent-accent"
            checked={value === scope}
            onChange={() => onChange(scope)}
          />
          <span>
            <span className="block font-medium">{t(`scopes.${scope}`)}</span>
            <span className="block text-meta text-ink-soft">{t(`scopeEffects.${scope}`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
