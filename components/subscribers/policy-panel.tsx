"use client";

import { ListTree, Pencil, UploadCloud } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { ApplyDialog } from "#components/subscribers/apply-dialog";
import { ChangePolicyDialog } from "#components/subscribers/change-policy-dialog";
import { PolicyText } from "#components/subscribers/policy-text";
import { Button, buttonClass } from "#components/ui/button";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";
import type { SubscriberDossier, SubscriberOverview } from "#server/vocabulary/subscriber";
import { questionToQuery } from "../events/policy/policy-params.ts";

/** The policy as registered beside the one that SNS has, and what can be done about it. */
export function PolicyPanel({ dossier }: { dossier: SubscriberDossier }) {
  const { subscriber, isInCode } = dossier;
  const t = useTranslations("subscribers");
  const mayManage = useMay("subscriber:manage");
  const [open, setOpen] = useState<"change" | "apply" | null>(null);
  const { inForce, policy, policyScope } = subscriber;
  const obstacle = !mayManage ? t("notAllowed") : isInCode ? t("inCode") : undefined;
  return (
    <Panel title={t("policyTitle")} aside={t(`inForceHints.${inForce.state}`)}>
      <div className="grid gap-4 px-4 pb-3 sm:grid-cols-2">
        <section className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-1">
          <h3 className="font-medium">{t("registered")}</h3>
          <PolicyText text={JSON.stringify(policy)} scope={policyScope} label={t("registered")} />
        </section>
        <section className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-1">
          <h3 className="font-medium">{t("inSns")}</h3>
          {"policy" in inForce ? (
            <PolicyText text={inForce.policy} scope={inForce.scope} label={t("inSns")} />
          ) : (
            <p className="rounded-md bg-raised px-3 py-2 text-ink-soft">{t(`noPolicy.${inForce.state}`)}</p>
          )}
        </section>
      </div>
      {subscriber.lacksTarget && (
        <p className="mx-4 mb-3 rounded-md bg-missed-soft px-3 py-2 text-missed">{t("lacksTargetHint")}</p>
      )}
      <div className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-3">
        {inForce.state === "differs" && (
          <Button look="primary" disabled={!mayManage} onClick={() => setOpen("apply")}>
            <UploadCloud aria-hidden className="size-3.5" />
            {t("apply")}
          </Button>
        )}
        <Button disabled={obstacle !== undefined} onClick={() => setOpen("change")}>
          <Pencil aria-hidden className="size-3.5" />
          {t("change")}
        </Button>
        <WouldHaveReceived subscriber={subscriber} />
        {obstacle !== undefined && <span className="text-meta text-ink-faint">{obstacle}</span>}
      </div>
      {open === "change" && <ChangePolicyDialog subscriber={subscriber} onClose={() => setOpen(null)} />}
      {open === "apply" && <ApplyDialog subscriber={subscriber} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

function WouldHaveReceived({ subscriber: { policy, policyScope, layer } }: { subscriber: SubscriberOverview }) {
  const t = useTranslations("subscribers");
  const query = questionToQuery({ policy: JSON.stringify(policy, null, 2), scope: policyScope, layer, conditions: [] });
  if (query === null) return <span className="text-meta text-ink-faint">{t("tooLongToOpen")}</span>;
  return (
    <PageLink href={`/events?${query}`} className={buttonClass()}>
      <ListTree aria-hidden className="size-3.5" />
      {t("wouldHaveReceived")}
    </PageLink>
  );
}
