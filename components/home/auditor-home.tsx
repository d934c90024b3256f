"use client";

import { useQuery } from "@tanstack/react-query";
import { Ban, ChevronRight, CircleCheck, type LucideIcon, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { PeoplePanel } from "#components/access-records/people-panel";
import { useMe } from "#components/me-provider";
import { useTRPC } from "#components/trpc";
import { buttonClass } from "#components/ui/button";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";
import { isUnusual } from "#server/vocabulary/access/unusual-rule";
import { accessHref } from "../access-records/access-pages.ts";

/** What an auditor acts on: who saw many more members than usual, who was refused, and everybody's week. */
export function AuditorHome() {
  const t = useTranslations("home");
  const me = useMe();
  return (
    <div className="mx-auto grid max-w-5xl gap-5">
      <section className="flex flex-wrap items-end justify-between gap-3 pt-4">
        <div className="max-w-xl min-w-0">
          <h1 className="text-title font-semibold">{t("greeting", { name: me.name })}</h1>
          <p className="mt-1 text-ink-soft">{t("auditor")}</p>
        </div>
        <PageLink href="/access-records" className={buttonClass("primary")}>
          {t("toAccessRecords")}
        </PageLink>
      </section>
      <ToLookAt />
      <PeoplePanel />
    </div>
  );
}

/** The lines that stand out in the last seven days; one quiet line when none does. */
function ToLookAt() {
  const t = useTranslations("viewers");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.accessRecords.viewers.queryOptions({ services: false }));
  // The panel below says whether it could be read.
  if (data === undefined) return null;
  const { viewers, from, to } = data;
  const unusual = viewers.filter(isUnusual);
  const refused = viewers.filter((viewer) => viewer.refused > 0);
  const nameOf = ({ name, login }: { name: string | null; login: string }) => name ?? login;
  return (
    <Panel title={t("standsOut")}>
      <ul>
        {unusual.map((viewer) => (
          <Line
            key={`unusual ${viewer.login}`}
            icon={TriangleAlert}
            href={accessHref({ login: viewer.login, from, to })}
          >
            {t("unusualLine", { name: nameOf(viewer), members: viewer.members, usual: viewer.usual })}
          </Line>
        ))}
        {refused.map((viewer) => (
          <Line key={`refused ${viewer.login}`} icon={Ban} href={accessHref({ login: viewer.login, from, to })}>
            {t("refusedLine", { name: nameOf(viewer), count: viewer.refused })}
          </Line>
        ))}
      </ul>
      {unusual.length + refused.length === 0 && (
        <p className="flex items-center gap-2 border-t border-line px-4 py-2.5 text-ink-soft">
          <CircleCheck aria-hidden className="size-4 text-published" />
          {t("quiet")}
        </p>
      )}
    </Panel>
  );
}

function Line({ icon: Icon, href, children }: { icon: LucideIcon; href: string; children: string }) {
  return (
    <li className="border-t border-line">
      <PageLink href={href} className="flex min-h-(--row) items-center gap-3 px-4 py-1.5 hover:bg-raised">
        <Icon aria-hidden className="size-4 shrink-0 text-missed" />
        <span className="min-w-0 flex-1 wrap-anywhere">{children}</span>
        <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-faint" />
      </PageLink>
    </li>
  );
}
