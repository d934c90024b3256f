"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { ListChecks, Send } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { FaultList } from "#components/events/filters/fault-list";
import { FilterBar } from "#components/events/filters/filter-bar";
import { usePreferences } from "#components/preferences/preferences-provider";
import { type HowDraft, HowFields, readStartAt } from "#components/republish/plan/how-fields";
import { PlanView } from "#components/republish/plan/plan-view";
import { SelectionFields } from "#components/republish/plan/selection-fields";
import { TargetFields } from "#components/republish/plan/target-fields";
import { useTRPC, useTRPCClient } from "#components/trpc";
import { Button } from "#components/ui/button";
import { FormFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { PageHead, Panel } from "#components/ui/panel";
import { ReasonField } from "#components/ui/reason-field";
import { SHORTEST_REASON } from "#server/vocabulary/choices/reason-length";
import { ALL } from "#server/vocabulary/choices/send-choices";
import type { GivenOrder } from "#server/vocabulary/republish-order";
import type { RepublishPlan } from "#server/vocabulary/republish-plan";
import { dropFaults } from "../../events/filters/drop-faults.ts";
import { useConditions } from "../../events/filters/use-conditions.ts";
import { NEW_JOB_PARAMS, type NewJobParams, readNewJobParams, targetFaults } from "./new-job-params.ts";
import { draftOf, type SelectionDraft, selectionOf } from "./selection-draft.ts";
import { useCountedPlan } from "./use-counted-plan.ts";

/** What a plan was asked for; the button orders it as long as the fields still say the same. */
type Planned = { asked: string; plan: RepublishPlan; idempotencyKey: string };

function startOfHow({ rate, order }: Pick<NewJobParams, "rate" | "order">): HowDraft {
  return { rate: String(rate), order, firstLot: "", startAt: "", ticket: "" };
}

/** One page, four steps that stay visible: which events, to whom, how, why. The button says what it will do. */
export function NewJobPage() {
  const t = useTranslations("newJob");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const format = useFormatter();
  const { zone } = usePreferences();
  const ticketId = useId();
  const params = useSearchParams();
  const inAddress = useMemo(() => readNewJobParams(new URLSearchParams(params)), [params]);
  const { ofJob } = inAddress;
  const { conditions, faults, isReading, change } = useConditions(NEW_JOB_PARAMS, { opensViews: true });
  const [draft, setDraft] = useState<SelectionDraft>(() => draftOf(inAddress.policy));
  const [layer, setLayer] = useState(inAddress.layer);
  const [target, setTarget] = useState(inAddress.target);
  const [how, setHow] = useState<HowDraft>(() => startOfHow(inAddress));
  const [reason, setReason] = useState("");
  const receivers = useQuery(trpc.republish.receivers.queryOptions({ layer }));
  const besides = [
    ...inAddress.faults,
    ...targetFaults(
      target,
      receivers.data?.receivers.map(({ id }) => id),
    ),
  ];

  // What was not understood would make the selection wider than was meant.
  const reading =
    faults.length + besides.length > 0 || isReading
      ? { fault: "conditions" as const }
      : selectionOf(conditions, draft, ofJob);
  const request =
    "selection" in reading ? { selection: reading.selection, layer, target, rate: Number(how.rate) } : null;
  const asked = JSON.stringify(request);
  const plan = useMutation({
    mutationFn: async (given: NonNullable<typeof request>): Promise<Planned> => {
      const answer = await client.republish.plan.query(given);
      return { asked: JSON.stringify(given), plan: answer, idempotencyKey: crypto.randomUUID() };
    },
  });
  const create = useMutation(
    trpc.republish.create.mutationOptions({ onSuccess: ({ jobId }) => router.push(`/republish/${jobId}`) }),
  );
  const current = plan.data?.asked === asked ? plan.data : undefined;
  const { plan: counted, counting } = useCountedPlan(request, current?.plan);
  const planned = current && counted && { ...current, plan: counted };
  // What is no time must not start at once.
  const startAt = readStartAt(how.startAt, zone);
  const hasReason = reason.trim().length >= SHORTEST_REASON;
  const canSend = planned !== undefined && planned.plan.count !== 0 && hasReason && startAt !== null;
  const planPlace = useRef<HTMLDivElement>(null);
  const planKey = plan.data?.idempotencyKey;
  // The button to send is always in sight: what to know before it must not stay below the fields, unread.
  useEffect(() => {
    if (planKey !== undefined) planPlace.current?.scrollIntoView();
  }, [planKey]);

  function orderOf({ plan: { token }, idempotencyKey }: Planned): GivenOrder {
    if (request === null) throw new Error("an order needs a selection");
    return {
      ...request,
      idempotencyKey,
      planToken: token,
      order: how.order,
      reason: reason.trim(),
      ...(how.ticket.trim() !== "" && { ticket: how.ticket.trim() }),
      ...(how.firstLot !== "" && { firstLot: Number(how.firstLot) }),
      ...(startAt && { startAt }),
    };
  }

  const count = planned?.plan.count ?? null;
  return (
    <div className="grid gap-4">
      <div className="-mb-4">
        <PageHead title={t("title")} sub={t("sub")} />
      </div>
      <Panel title={t("which")}>
        <div className="grid gap-3 px-4 pb-4">
          <FilterBar conditions={conditions} faults={faults} onChange={change} />
          {besides.length > 0 && (
            <FaultList
              faults={besides}
              onDrop={() => {
                dropFaults(besides);
                if (besides.some(({ key }) => key === "target")) setTarget(ALL);
              }}
            />
          )}
          <SelectionFields
            draft={draft}
            layer={layer}
            conditions={conditions}
            subscribers={receivers.data?.receivers.map(({ id }) => id) ?? []}
            onChange={setDraft}
          />
          {ofJob !== null && <p className="text-ink-soft">{t("ofJob")}</p>}
          {"fault" in reading && <p className="text-ink-soft">{t(`faults.${reading.fault}`)}</p>}
        </div>
      </Panel>
      <Panel title={t("toWhom")}>
        <TargetFields
          layer={layer}
          target={target}
          receivers={receivers.data?.receivers ?? []}
          onLayer={(chosen) => {
            setLayer(chosen);
            setTarget(ALL);
          }}
          onTarget={setTarget}
        />
      </Panel>
      <Panel title={t("how")}>
        <div className="px-4 pb-4">
          <HowFields draft={how} onChange={setHow} />
        </div>
      </Panel>
      <Panel title={t("why")}>
        <div className="grid items-start gap-3 px-4 pb-4 sm:grid-cols-[1fr_14rem]">
          <ReasonField
            label={t("reason")}
            hint={t("reasonHint", { count: SHORTEST_REASON })}
            value={reason}
            onChange={setReason}
          />
          <Field id={ticketId} label={t("ticket")}>
            <input
              id={ticketId}
              maxLength={100}
              value={how.ticket}
              onChange={(event) => setHow({ ...how, ticket: event.target.value })}
              className={inputClass}
            />
          </Field>
        </div>
      </Panel>
      {plan.isError && <FormFault error={plan.error} />}
      {planned !== undefined && request !== null && (
        <div ref={planPlace} className="scroll-mt-16">
          <PlanView plan={planned.plan} request={request} counting={counting} />
        </div>
      )}
      {create.isError && <FormFault error={create.error} />}
      <div className="sticky bottom-0 flex flex-wrap items-center justify-end gap-2 border-t border-line bg-canvas py-3">
        {plan.data !== undefined && planned === undefined && <span className="text-ink-soft">{t("changed")}</span>}
        {planned?.plan.count === 0 && <span className="text-ink-soft">{t("empty")}</span>}
        {planned !== undefined && planned.plan.count !== 0 && !hasReason && (
          <span className="text-ink-soft">{t("noReason")}</span>
        )}
        <Button
          look={planned === undefined ? "primary" : "plain"}
          disabled={request === null || plan.isPending}
          onClick={() => request !== null && plan.mutate(request)}
        >
          <ListChecks aria-hidden className="size-4" />
          {plan.isPending ? t("planning") : plan.data === undefined ? t("plan") : t("planAgain")}
        </Button>
        {planned !== undefined && (
          <Button
            look="primary"
            disabled={!canSend || create.isPending || create.isSuccess}
            onClick={() => create.mutate(orderOf(planned))}
          >
            <Send aria-hidden className="size-4" />
            {t(planned.plan.approval.isNeeded ? "ask" : "send", {
              count: count === null ? t("theEvents") : t("events", { count, number: format.number(count) }),
              target: target === ALL ? t("everybody") : target,
            })}
          </Button>
        )}
      </div>
    </div>
  );
}
