"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { FormFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { FullTime } from "#components/ui/time/time";
import type { Condition } from "#server/vocabulary/conditions";
import type { HeldAnswer } from "#server/vocabulary/hosts/held-events";
import type { LayerName } from "#server/vocabulary/member-event";

const ASK_AGAIN_MS = 1000;

/** A worker takes an ask within a second: after so long none is there. */
const NO_WORKER_MS = 5000;

type Props = {
  subscriber: string;
  layer: LayerName;
  conditions: Condition[];
  /** The ask whose answer is left out; empty: none. */
  value: string;
  onChange: (id: string) => void;
};

/** Has a registered address asked which events the subscriber has, in the period of the conditions, and says what it answered. */
export function HeldAnswerField({ subscriber, layer, conditions, value, onChange }: Props) {
  const t = useTranslations("heldEvents");
  const trpc = useTRPC();
  const id = useId();
  const [hostId, setHostId] = useState("");
  const hosts = useQuery(trpc.hosts.list.queryOptions({})).data?.hosts.filter(
    ({ purpose, revokedAt }) => purpose === "held-events" && revokedAt === null,
  );
  const ask = useMutation(trpc.republish.askHeld.mutationOptions({ onSuccess: (asked) => onChange(asked.id) }));
  const answer = useQuery(
    trpc.republish.held.queryOptions(
      { id: value },
      {
        enabled: value !== "",
        refetchInterval: ({ state }) =>
          state.data === undefined || state.data.state === "asked" ? ASK_AGAIN_MS : false,
      },
    ),
  );
  if (hosts === undefined) return null;
  if (hosts.length === 0) return <p className="text-meta text-ink-faint">{t("noHost")}</p>;
  return (
    <div className="grid gap-2">
      <Field id={`${id}-host`} label={t("host")} hint={t("hint")}>
        <div className="flex flex-wrap gap-2">
          <select
            id={`${id}-host`}
            value={hostId}
            onChange={({ target }) => setHostId(target.value)}
            aria-describedby={`${id}-host-hint`}
            className={`${inputClass} max-w-80`}
          >
            <option value="">{t("choose")}</option>
            {hosts.map((host) => (
              <option key={host.id} value={host.id}>
                {host.url}
              </option>
            ))}
          </select>
          <Button
            disabled={hostId === "" || ask.isPending || answer.data?.state === "asked"}
            onClick={() => ask.mutate({ hostId, subscriber, layer, conditions })}
          >
            {t("ask")}
          </Button>
          {value !== "" && <Button onClick={() => onChange("")}>{t("leave")}</Button>}
        </div>
      </Field>
      {ask.isError && <FormFault error={ask.error} />}
      {value !== "" && answer.isError && <FormFault error={answer.error} />}
      {value !== "" && answer.data !== undefined && (
        <p
          role="status"
          className={answer.data.state === "failed" || waitedMs(answer.data) > 0 ? "text-missed" : "text-ink-soft"}
        >
          <AnswerWords answer={answer.data} />
        </p>
      )}
    </div>
  );
}

/** How long no worker has taken an ask, once that is longer than it takes where one runs; else 0. */
function waitedMs({ state, isTaken, askedAt, asOf }: HeldAnswer): number {
  const waited = Date.parse(asOf) - Date.parse(askedAt);
  return state === "asked" && !isTaken && waited >= NO_WORKER_MS ? waited : 0;
}

function AnswerWords({ answer }: { answer: HeldAnswer }) {
  const t = useTranslations("heldEvents");
  const { state, fault, detail, count, from, to } = answer;
  const waited = waitedMs(answer);
  if (waited > 0) return t("noWorker", { seconds: Math.floor(waited / 1000) });
  if (state === "asked") return t("asking");
  if (fault !== null) return t(`faults.${fault}`, { detail: detail ?? "" });
  return (
    <>
      {t("answered", { count: count ?? 0 })} <FullTime iso={from} /> – <FullTime iso={to} />
    </>
  );
}
