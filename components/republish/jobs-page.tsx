"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { JobList } from "#components/republish/job-list";
import { UnreviewedJobs } from "#components/republish/review/unreviewed-jobs";
import { buttonClass } from "#components/ui/button";
import { PageLink } from "#components/ui/page-link";
import { PageHead, Panel } from "#components/ui/panel";

/** The newest republish jobs. */
export function JobsPage() {
  const t = useTranslations("jobs");
  const maySend = useMay("republish:send");
  return (
    <>
      <PageHead title={t("title")} sub={t("sub")}>
        {maySend && (
          <PageLink href="/republish/new" className={buttonClass("primary")}>
            <Plus aria-hidden className="size-4" />
            {t("new")}
          </PageLink>
        )}
      </PageHead>
      <UnreviewedJobs />
      <Panel title={t("recent")} aside={t("order")}>
        <JobList />
      </Panel>
    </>
  );
}
