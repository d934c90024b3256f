"use client";

import { Ban, CircleCheck, CircleX, Eye, type LucideIcon, SearchX } from "lucide-react";
import { useState } from "react";
import { useMessages, useTranslations } from "use-intl";
import { MemberName } from "#components/member-link";
import { usePreferences } from "#components/preferences/preferences-provider";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { Time } from "#components/ui/time/time";
import { Tone, type ToneName } from "#components/ui/tone";
import type { AccessRecord, AccessResult } from "#server/vocabulary/access-record";
import { NO_MEMBER } from "#server/vocabulary/member-event";
import { plainValue } from "#server/vocabulary/sentence/plain-value";
import { useSayCondition } from "../events/filters/use-say-condition.ts";
import { useSayMoment } from "../events/words/use-say-value.ts";
import { useRecordViews } from "../records/use-records.ts";
import { detailTexts } from "./access-details.ts";
import { type AccessAsked, accessHref } from "./access-pages.ts";
import { actText } from "./act-text.ts";

const marks: Record<
  AccessResult,
  { tone: ToneName; icon: LucideIcon; word: "shown" | "notFound" | "refused" | "done" | "failed" }
> = {
  shown: { tone: "quiet", icon: Eye, word: "shown" },
  "not found": { tone: "quiet", icon: SearchX, word: "notFound" },
  refused: { tone: "missed", icon: Ban, word: "refused" },
  done: { tone: "published", icon: CircleCheck, word: "done" },
  failed: { tone: "failed", icon: CircleX, word: "failed" },
};

/** Begins the login of a subscriber that asks with its service token. */
const SERVICE = "service:";

/** Begins the login of whoever typed a command on the host. */
const HOST = "host:";

/** So many members of one record are named; a search over all shows more. */
const NAMED = 3;

type Props = { records: AccessRecord[]; asked: AccessAsked; stale: boolean };

/** One line a record: when, who and from where, what and why, whose data, and what came of it. */
export function AccessTable({ records, asked, stale }: Props) {
  const t = useTranslations("accessRecords");
  const head = "px-3 py-2 font-medium";
  return (
    <table aria-busy={stale} className="w-full text-left aria-busy:opacity-60">
      <thead className="text-meta text-ink-faint max-sm:sr-only">
        <tr>
          <th scope="col" className={`${head} w-44 pl-4`}>
            {t("time")}
          </th>
          <th scope="col" className={`${head} w-52 max-sm:hidden`}>
            {t("who")}
          </th>
          <th scope="col" className={`${head} max-sm:hidden`}>
            {t("what")}
          </th>
          <th scope="col" className={`${head} w-40 max-sm:hidden`}>
            {t("whose")}
          </th>
          <th scope="col" className={`${head} w-32 max-sm:hidden`}>
            {t("result")}
          </th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr key={record.id} className="border-t border-line align-top max-sm:first:border-t-0">
            <td className="px-3 py-2 pl-4 text-ink-soft max-sm:w-full">
              <Time iso={record.at} exact />
              <NarrowCells record={record} asked={asked} />
            </td>
            <td className="px-3 py-2 max-sm:hidden">
              <Who record={record} asked={asked} />
            </td>
            <td className="px-3 py-2 wrap-anywhere max-sm:hidden">
              <What record={record} />
            </td>
            <td className="px-3 py-2 max-sm:hidden">
              <Whose record={record} asked={asked} />
            </td>
            <td className="px-3 py-2 max-sm:hidden">
              <Result result={record.result} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The cells as names and values; whose data is left out where the act showed nobody's. */
function NarrowCells({ record, asked }: { record: AccessRecord; asked: AccessAsked }) {
  const t = useTranslations("accessRecords");
  const cells = [
    { name: "who", value: <Who record={record} asked={asked} /> },
    { name: "what", value: <What record={record} /> },
    ...(record.memberIds.length > 0
      ? ([{ name: "whose", value: <Whose record={record} asked={asked} /> }] as const)
      : []),
    { name: "result", value: <Result result={record.result} /> },
  ] as const;
  return (
    <dl className="mt-1 grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-ink sm:hidden">
      {cells.map(({ name, value }) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid items-baseline">
          <dt className="text-meta text-ink-faint">{t(name)}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const linkClass = "text-accent underline-offset-2 hover:underline wrap-anywhere";

function Who({ record: { login, role, ip }, asked }: { record: AccessRecord; asked: AccessAsked }) {
  const t = useTranslations("accessRecords");
  const roles = useTranslations("shell.roles");
  const other = t(login.startsWith(SERVICE) ? "service" : login.startsWith(HOST) ? "host" : "nobody");
  return (
    <div className="min-w-0">
      <PageLink href={accessHref({ ...asked, login })} className={linkClass}>
        <GivenText text={login} />
      </PageLink>
      <span className="block text-meta text-ink-faint">
        {role === null ? other : roles(role)}
        {ip !== null && <span className="font-mono"> · {ip}</span>}
      </span>
    </div>
  );
}

function What({ record: { act, what, reason, result } }: { record: AccessRecord }) {
  const { acts, refusedActs } = useMessages();
  const said = actText({ act, result }, { acts, refusedActs });
  const details = useDetails(what);
  return (
    <div className="min-w-0" title={act}>
      {said ?? <span className="font-mono text-meta">{act}</span>}
      {reason !== null && (
        <span className="block text-ink-soft">
          “<GivenText text={reason} />”
        </span>
      )}
      {details.length > 0 && <span className="block text-meta text-ink-faint">{details.join(" · ")}</span>}
    </div>
  );
}

/** The record's details in words, its moments in the zone chosen. */
function useDetails(what: AccessRecord["what"]): string[] {
  const t = useTranslations("accessDetails");
  const common = useTranslations("common");
  const say = useSayMoment();
  const { locale } = usePreferences();
  const views = useRecordViews().data;
  const sayCondition = useSayCondition();
  const { names, values }: { names: Record<string, string>; values: Record<string, string> } =
    useMessages().accessDetails;
  return detailTexts(what, {
    name: (name) => names[name] ?? name,
    value: (value, name) => {
      const view = name === "view" ? views?.find((one) => one.name === value) : undefined;
      if (name === "members" && value === NO_MEMBER) return common("noMember");
      return view?.label[locale] ?? values[value] ?? plainValue(say(value));
    },
    condition: (condition) => {
      const { about, values: said } = sayCondition(condition);
      return `${about}: ${said.join(", ")}`;
    },
    now: t("now"),
  });
}

function Whose({ record: { memberIds }, asked }: { record: AccessRecord; asked: AccessAsked }) {
  const t = useTranslations("accessRecords");
  const [showsAll, setShowsAll] = useState(false);
  if (memberIds.length === 0) return <span className="text-ink-faint">–</span>;
  // Whoever asks for one member finds it named, however many were shown with it.
  const first = memberIds.toSorted((a, b) => Number(b === asked.memberId) - Number(a === asked.memberId));
  return (
    <div className="flex flex-wrap items-center gap-x-3 text-meta">
      {first.slice(0, showsAll ? undefined : NAMED).map((memberId) =>
        memberId === NO_MEMBER ? (
          <MemberName key={memberId} memberId={memberId} />
        ) : (
          <PageLink
            key={memberId}
            href={accessHref({ ...asked, memberId })}
            // Several stand close together: each is high enough to be hit alone.
            className={`${linkClass} inline-flex min-h-6 items-center font-mono`}
          >
            <GivenText text={memberId} />
          </PageLink>
        ),
      )}
      {memberIds.length > NAMED && (
        <button
          type="button"
          aria-expanded={showsAll}
          onClick={() => setShowsAll(!showsAll)}
          className="min-h-6 text-accent hover:underline"
        >
          {showsAll ? t("fewer") : t("andMore", { count: memberIds.length - NAMED })}
        </button>
      )}
    </div>
  );
}

function Result({ result }: { result: AccessResult }) {
  const t = useTranslations("accessRecords.results");
  const { word, ...mark } = marks[result];
  return <Tone {...mark}>{t(word)}</Tone>;
}
