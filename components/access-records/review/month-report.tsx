"use client";

import type { ReactNode } from "react";
import { useMessages, useTranslations } from "use-intl";
import { Count } from "#components/ui/count";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";
import { FullTime } from "#components/ui/time/time";
import type { MonthlyReport, ReviewedPerson } from "#server/vocabulary/oversight/monthly-review";
import { accessHref } from "../access-pages.ts";

/** What a month's records say: what to ask about first, then everybody. Each name leads to the records behind it. */
export function MonthReport({ report }: { report: MonthlyReport }) {
  return (
    <>
      <AskAbout report={report} />
      <People report={report} />
    </>
  );
}

function AskAbout({ report: { month, unusual, guessing, breakGlass, decisions } }: { report: MonthlyReport }) {
  const t = useTranslations("monthlyReview");
  const { erasures, loosenings, tokens } = decisions;
  const isQuiet = unusual.length + guessing.length + breakGlass.length + erasures + loosenings + tokens === 0;
  return (
    <Panel title={t("askAbout")}>
      {isQuiet && <p className="border-t border-line px-4 py-2.5 text-ink-soft">{t("quiet")}</p>}
      <ul>
        {unusual.map(({ login, day, seen, usual }) => (
          <Line key={`unusual ${login} ${day}`}>
            <Login login={login} from={`${day}T00:00:00.000Z`} to={`${day}T23:59:59.999Z`} />{" "}
            {t("unusual", { day, seen, usual })}
          </Line>
        ))}
        {guessing.map(({ login, times }) => (
          <Line key={`guessing ${login}`}>
            <Login login={login} {...boundsOf(month)} /> {t("guessing", { count: times })}
          </Line>
        ))}
        {breakGlass.map(({ login, at, jobId }) => (
          <Line key={`glass ${jobId}`}>
            <Login login={login} {...boundsOf(month)} /> {t("breakGlass")} <FullTime iso={at} />{" "}
            <code className="font-mono text-meta break-all">{jobId}</code>
          </Line>
        ))}
        {erasures > 0 && <Line>{t("erasures", { count: erasures })}</Line>}
        {loosenings > 0 && <Line>{t("loosenings", { count: loosenings })}</Line>}
        {tokens > 0 && <Line>{t("tokens", { count: tokens })}</Line>}
      </ul>
    </Panel>
  );
}

function Line({ children }: { children: ReactNode }) {
  return <li className="border-t border-line px-4 py-2 wrap-anywhere">{children}</li>;
}

/** A login, and the way to its records of a time. */
function Login({ login, from, to }: { login: string; from: string; to: string }) {
  return (
    <PageLink
      href={accessHref({ login, from, to })}
      className="inline-block min-h-6 text-accent underline-offset-2 hover:underline"
    >
      <GivenText text={login} />
    </PageLink>
  );
}

/** A month from its first to its last moment, in UTC. */
function boundsOf(month: string): { from: string; to: string } {
  const [year = 2000, number = 1] = month.split("-").map(Number);
  return { from: `${month}-01T00:00:00.000Z`, to: new Date(Date.UTC(year, number, 1) - 1).toISOString() };
}

const columns = ["looks", "members", "reveals", "exports", "refused"] as const;

function People({ report: { month, people } }: { report: MonthlyReport }) {
  const t = useTranslations("monthlyReview.people");
  return (
    <Panel title={t("title")}>
      <div className="overflow-x-auto">
        <table className="w-full text-left">
          <thead className="text-meta text-ink-faint">
            <tr className="border-t border-line">
              <th scope="col" className="px-4 py-1.5 font-medium">
                {t("login")}
              </th>
              {columns.map((column) => (
                <th key={column} scope="col" className="px-2 py-1.5 text-right font-medium whitespace-nowrap sm:px-3">
                  {t(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <Person key={person.login} person={person} month={month} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Person({ person, month }: { person: ReviewedPerson; month: string }) {
  const roles: Record<string, string> = useMessages().shell.roles;
  return (
    <tr className="border-t border-line">
      <th scope="row" className="min-w-36 px-4 py-1.5 font-normal wrap-anywhere">
        <Login login={person.login} {...boundsOf(month)} />{" "}
        {person.role !== null && <span className="text-meta text-ink-faint">{roles[person.role] ?? person.role}</span>}
      </th>
      {columns.map((column) => (
        <td key={column} className="px-2 py-1.5 text-right sm:px-3">
          <Count value={person[column]} />
        </td>
      ))}
    </tr>
  );
}
