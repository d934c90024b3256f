"use client";

import { useTranslations } from "use-intl";
import { MemberState } from "#components/events/words/member-state";
import { MemberLink } from "#components/member-link";
import { Count } from "#components/ui/count";
import { FailedState } from "#components/ui/failed-state";
import { RowsLoading } from "#components/ui/skeleton";
import { Time } from "#components/ui/time/time";
import { type CountedSearch, useFoundMembers } from "./use-event-counts.ts";

/** The different members of what was found: how many, and who they are. */
export function FoundMembersTable({ search }: { search: CountedSearch }) {
  const t = useTranslations("foundMembers");
  const facets = useTranslations("facets");
  const found = useFoundMembers(search);
  if (found.isPending) return <RowsLoading label={t("loading")} rows={4} />;
  if (found.data === undefined) {
    return (
      <FailedState what={t("failed")} error={found.error} onRetry={() => found.refetch()} retrying={found.isFetching} />
    );
  }
  const { members, different, looked, of, oldest } = found.data;
  const head = "px-2 py-1 font-medium";
  const cell = "px-2 py-1";
  return (
    <section
      aria-label={t("title")}
      aria-busy={found.isPlaceholderData}
      className="mt-3 border-t border-line pt-2 aria-busy:opacity-60"
    >
      <p className="text-meta text-ink-faint">
        <strong className="font-semibold text-ink">{t("count", { count: different })}</strong>
        {members.length < different && ` · ${t("shown", { count: members.length })}`} ·{" "}
        {of === "all"
          ? facets("ofAll", { count: looked })
          : facets.rich("ofNewest", { count: looked, time: () => oldest !== null && <Time iso={oldest} exact /> })}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard. */}
      <section aria-label={t("title")} tabIndex={0} className="mt-1 max-h-80 overflow-auto">
        <table className="w-full text-left">
          <thead className="sticky top-0 z-2 bg-surface text-meta text-ink-faint">
            <tr>
              <th scope="col" className={head}>
                {t("member")}
              </th>
              <th scope="col" className={head}>
                {t("state")}
              </th>
              <th scope="col" className={`${head} text-right`}>
                {t("events")}
              </th>
              <th scope="col" className={`${head} max-sm:hidden`}>
                {t("first")}
              </th>
              <th scope="col" className={head}>
                {t("last")}
              </th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <tr key={member.memberId} className="border-t border-line">
                <td className={cell}>
                  <MemberLink memberId={member.memberId} />
                </td>
                <td className={cell}>
                  <MemberState state={member.state} isSuspended={member.isSuspended} />
                </td>
                <td className={`${cell} text-right`}>
                  <Count value={member.events} />
                </td>
                <td className={`${cell} text-ink-soft max-sm:hidden`}>
                  <Time iso={member.firstAt} exact />
                </td>
                <td className={`${cell} text-ink-soft`}>
                  <Time iso={member.lastAt} exact />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
