"use client";

import { useTranslations } from "use-intl";
import { JobList } from "#components/republish/job-list";
import { PageHead, Panel } from "#components/ui/panel";

/** The newest republish jobs. */
export function JobsPage() {
  const t = useTranslations("jobs");
  return (
    <>
      <PageHead title={t("title")} sub={t("sub")} />
      <Panel title={t("recent")} aside={t("order")}>
        <JobList />
      </Panel>
    </>
  );
}
