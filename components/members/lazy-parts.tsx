"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "use-intl";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";

type OfMember = { memberId: string };

// The parts of a member's page beside the timeline: whoever opens one by its address gets it with the page, else it is fetched when
// its tab is chosen.

export const MemberRecords = dynamic<OfMember>(
  () => import("./member-records.tsx").then((module) => module.MemberRecords),
  { loading: PartLoading },
);

export const StateAt = dynamic<OfMember>(() => import("./state/state-at.tsx").then((module) => module.StateAt), {
  loading: PartLoading,
});

export const MemberErasurePanel = dynamic<OfMember>(
  () => import("../erasures/member-erasure-panel.tsx").then((module) => module.MemberErasurePanel),
  { loading: PartLoading },
);

function PartLoading() {
  const t = useTranslations("common");
  return (
    <Panel label={t("loading")}>
      <RowsLoading label={t("loading")} rows={10} />
    </Panel>
  );
}
