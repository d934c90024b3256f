"use client";

import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Count } from "#components/ui/count";
import { FailedState } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf, Time } from "#components/ui/time/time";
import { Tone } from "#components/ui/tone";
import { isUnusual } from "#server/vocabulary/access/unusual-rule";
import type { Viewer, ViewerList } from "#server/vocabulary/access/viewer";
import { useRowKeys } from "../ui/keys/use-row-keys.ts";
import { accessHref } from "./access-pages.ts";

/** Who looked at members in the last seven days, to pick a person from; whoever saw many more than usual stands out. */
export function PeoplePanel() {
  const t = useTranslations("viewers");
  const trpc = useTRPC();
  const [services, setServices] = useState(false);
  const { data, error, refetch, isFetching } = useQuery(trpc.accessRecords.viewers.queryOptions({ services }));
  return (
    <Panel
      title={t("title")}
      className="mb-4"
      aside={
        <span className="flex flex-wrap items-center gap-x-4">
          <label className="flex min-h-6 cursor-pointer items-center gap-1.5">
            <input
              type="checkbox"
              checked={services}
              onChange={(event) => setServices(event.target.checked)}
              className="size-3.5 accent-accent"
            />
            {t("services")}
          </label>
          {data !== undefined && <AsOf iso={data.asOf} />}
        </span>
      }
    >
      {data !== undefined && <People list={data} />}
      {data === undefined && error === null && <RowsLoading label={t("loading")} rows={5} />}
      {data === undefined && error !== null && (
        <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
    </Panel>
  );
}

function People({ list }: { list: ViewerList }) {
  const t = useTranslations("viewers");
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body);
  const head = "px-3 py-1.5 font-medium";
  return (
    <table className="w-full text-left">
      <thead className="text-meta text-ink-faint">
        <tr>
          <th scope="col" className={`${head} pl-4`}>
            {t("who")}
          </th>
          <th scope="col" className={`${head} text-right`}>
            {t("members")}
          </th>
          <th scope="col" className={`${head} text-right max-sm:hidden`}>
            {t("usual")}
          </th>
          <th scope="col" className={`${head} text-right max-sm:hidden`}>
            {t("looks")}
          </th>
          <th scope="col" className={`${head} text-right`}>
            {t("refused")}
          </th>
          <th scope="col" className={`${head} w-44 max-sm:hidden`}>
            {t("last")}
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {list.viewers.map((viewer) => (
          <Person key={viewer.login} viewer={viewer} from={list.from} to={list.to} />
        ))}
      </tbody>
    </table>
  );
}

function Person({ viewer, from, to }: { viewer: Viewer; from: string; to: string }) {
  const t = useTranslations("viewers");
  const roles = useTranslations("shell.roles");
  const { login, name, role, looks, members, usual, refused, lastAt } = viewer;
  const number = "px-3 text-right tabular";
  return (
    <tr className="relative h-(--row) border-t border-line hover:bg-raised has-[a[data-row]:focus-visible]:bg-accent-soft">
      <td className="px-3 py-1 pl-4">
        <PageLink
          data-row
          href={accessHref({ login, from, to })}
          className="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          <GivenText text={name ?? login} />
        </PageLink>
        <span className="ml-2 text-meta text-ink-faint max-sm:ml-0 max-sm:block">
          {name !== null && login} {role === null ? t("program") : `· ${roles(role)}`}
        </span>
      </td>
      <td className={number}>
        <span className="inline-flex items-center gap-2">
          {isUnusual(viewer) && (
            <Tone tone="missed" icon={TriangleAlert}>
              {t("unusual")}
            </Tone>
          )}
          <Count value={members} />
        </span>
      </td>
      <td className={`${number} text-ink-faint max-sm:hidden`}>
        <Count value={usual} />
      </td>
      <td className={`${number} max-sm:hidden`}>
        <Count value={looks} />
      </td>
      <td className={`${number} ${refused > 0 ? "text-missed" : "text-ink-faint"}`}>
        <Count value={refused} />
      </td>
      <td className="px-3 text-meta text-ink-faint max-sm:hidden">{lastAt === null ? "–" : <Time iso={lastAt} />}</td>
    </tr>
  );
}
