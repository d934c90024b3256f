"use client";

import { useTranslations } from "use-intl";
import { LookUpForm } from "#components/look-up/look-up-form";
import { RecentMembers } from "#components/members/recent-members";
import { PageHead, Panel } from "#components/ui/panel";

/** Finding a member, and the ones this person opened last. */
export function MembersPage() {
  const t = useTranslations("members");
  return (
    <div className="max-w-3xl">
      <PageHead title={t("title")} sub={t("sub")} />
      <LookUpForm membersOnly />
      <Panel title={t("recent")} aside={t("recentHint")} className="mt-6">
        <RecentMembers />
      </Panel>
    </div>
  );
}
