"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { AudienceIcon } from "#components/events/views/audience-icon";
import { useTRPC } from "#components/trpc";
import { FormFault } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import type { SavedView } from "#server/vocabulary/explore/saved-view";
import { viewHref } from "./view-href.ts";

/** The saved views to open: one's own, and those of the team. */
export function ViewsToOpen({ close }: { close: () => void }) {
  const t = useTranslations("views");
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.views.list.queryOptions({}));
  const views = data?.views ?? [];
  return (
    <div className="grid max-h-96 gap-2 overflow-y-auto p-1">
      {error !== null && data === undefined && <FormFault error={error} />}
      {data !== undefined && views.length === 0 && <p className="p-2 text-ink-soft">{t("none")}</p>}
      <Group title={t("own")} views={views.filter(({ isMine }) => isMine)} onOpen={close} />
      <Group title={t("ofTeam")} views={views.filter(({ isMine }) => !isMine)} onOpen={close} />
    </div>
  );
}

function Group({ title, views, onOpen }: { title: string; views: SavedView[]; onOpen: () => void }) {
  if (views.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="px-2 pb-1 text-meta text-ink-faint">{title}</h3>
      <ul>
        {views.map((view) => (
          <li key={view.id}>
            <PageLink
              href={viewHref(view)}
              onClick={onOpen}
              className="flex min-h-8 items-center gap-2 rounded-md px-2 py-1 hover:bg-raised pointer-coarse:min-h-10"
            >
              <AudienceIcon view={view} />
              <span className="min-w-0 flex-1 wrap-anywhere">
                <GivenText text={view.name} />
              </span>
              {!view.isMine && (
                <span className="text-meta text-ink-faint">
                  <GivenText text={view.owner.name} />
                </span>
              )}
            </PageLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
