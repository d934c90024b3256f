"use client";

import { Network } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { LinkGraph } from "#components/links/link-graph";
import { LinkedMembers, SharedValues } from "#components/links/link-tables";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import type { Links } from "#server/vocabulary/explore/links";

type Asked = {
  data: Links | undefined;
  isPending: boolean;
  isFetching: boolean;
  error: unknown;
  refetch: () => unknown;
};

/** What was found of links: who has the value, what they share besides, and both as a picture. */
export function LinksFound({ links, memberId }: { links: Asked; memberId: string | null }) {
  const t = useTranslations("links");
  const [isDrawn, setDrawn] = useState(true);
  if (links.isPending) {
    return (
      <Panel label={t("title")}>
        <RowsLoading label={t("loading")} rows={6} />
      </Panel>
    );
  }
  if (links.data === undefined) {
    return (
      <FailedState
        what={t("failed")}
        error={links.error}
        onRetry={() => void links.refetch()}
        retrying={links.isFetching}
      />
    );
  }
  const { root, shared, isCut } = links.data;
  if (root === null && shared.length === 0) {
    return <EmptyState icon={Network} title={t("nobody")} hint={memberId === null ? t("nobodyHint") : t("alone")} />;
  }
  return (
    <>
      {isCut && <p className="mb-3 text-meta text-ink-faint">{t("cut")}</p>}
      {root !== null && (
        <Panel title={t("whoHasIt")} aside={t("byOverlap")}>
          <LinkedMembers value={root} shared={shared} />
        </Panel>
      )}
      {shared.length > 0 && (
        <SharedValues title={root === null ? t("sharedByMember") : t("sharedByThem")} shared={shared} />
      )}
      <Panel
        title={t("graph")}
        className="mt-4"
        aside={
          <Button size="small" look="ghost" aria-expanded={isDrawn} onClick={() => setDrawn(!isDrawn)}>
            {isDrawn ? t("hideGraph") : t("showGraph")}
          </Button>
        }
      >
        {isDrawn && <LinkGraph links={links.data} memberId={memberId} />}
      </Panel>
    </>
  );
}
