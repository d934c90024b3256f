"use client";

import { useTranslations } from "use-intl";
import { MemberState } from "#components/events/words/member-state";
import { MemberLink } from "#components/member-link";
import { Count } from "#components/ui/count";
import { GivenText } from "#components/ui/given-text";
import { Masked } from "#components/ui/masked";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";
import { Time } from "#components/ui/time/time";
import type { LinkedMember, LinkValue, SharedLink } from "#server/vocabulary/explore/links";
import { linksHref, proofHref } from "./link-href.ts";

const head = "px-4 py-2 font-medium";
const cell = "px-4 py-2 align-top";

/** The members of a value, those first that had it within the same time as most others. */
export function LinkedMembers({ value, shared }: { value: SharedLink; shared: readonly SharedLink[] }) {
  const t = useTranslations("links");
  const members = useTranslations("foundMembers");
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-4xl text-left">
        <thead className="text-meta text-ink-faint">
          <tr>
            <th scope="col" className={head}>
              {members("member")}
            </th>
            <th scope="col" className={head}>
              {members("state")}
            </th>
            <th scope="col" className={head}>
              {t("proof")}
            </th>
            <th scope="col" className={head}>
              {members("first")}
            </th>
            <th scope="col" className={head}>
              {members("last")}
            </th>
            <th scope="col" className={head}>
              {t("overlaps")}
            </th>
            <th scope="col" className={head}>
              {t("sharesAlso")}
            </th>
          </tr>
        </thead>
        <tbody>
          {value.members.map((member) => (
            <tr key={member.memberId} className="border-t border-line">
              <td className={cell}>
                <MemberLink memberId={member.memberId} />
              </td>
              <td className={cell}>
                <MemberState state={member.state} isSuspended={member.isSuspended} />
              </td>
              <td className={cell}>
                <Proof value={value} member={member} />
              </td>
              <td className={`${cell} text-ink-soft`}>
                <Time iso={member.firstAt} exact />
              </td>
              <td className={`${cell} text-ink-soft`}>
                <Time iso={member.lastAt} exact />
              </td>
              <td className={cell}>
                <Count value={member.overlaps} />
              </td>
              <td className={cell}>
                <span className="flex flex-wrap gap-x-3 gap-y-1">
                  {shared
                    .filter(({ members: those }) => those.some(({ memberId }) => memberId === member.memberId))
                    .map((other) => (
                      <ValueLink key={`${other.kind} ${other.value}`} value={other} />
                    ))}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Values that members share, with everybody who has them; a hub says only how many. */
export function SharedValues({ title, shared }: { title: string; shared: readonly SharedLink[] }) {
  const t = useTranslations("links");
  return (
    <Panel title={title} className="mt-4">
      <div className="overflow-x-auto">
        <table className="w-full min-w-xl text-left">
          <thead className="text-meta text-ink-faint">
            <tr>
              <th scope="col" className={head}>
                {t("value")}
              </th>
              <th scope="col" className={`${head} text-right`}>
                {t("memberCount")}
              </th>
              <th scope="col" className={head}>
                {t("who")}
              </th>
            </tr>
          </thead>
          <tbody>
            {shared.map((value) => (
              <tr key={`${value.kind} ${value.value}`} className="border-t border-line">
                <td className={cell}>
                  <ValueLink value={value} />
                </td>
                <td className={`${cell} text-right`}>
                  <Count value={value.memberCount} floor={value.isFloor} />
                </td>
                <td className={cell}>
                  <Who value={value} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Who({ value }: { value: SharedLink }) {
  const t = useTranslations("links");
  return (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
      {value.isHub && <span className="text-ink-faint">{t("hub")}</span>}
      {value.members.map((member) => (
        <span key={member.memberId} className="inline-flex items-center gap-1.5">
          <MemberLink memberId={member.memberId} />
          {member.isSuspended && <MemberState state={member.state} isSuspended />}
          <Proof value={value} member={member} />
        </span>
      ))}
    </span>
  );
}

/** How many events prove it, and the way to them. */
function Proof({ value, member }: { value: SharedLink; member: LinkedMember }) {
  const t = useTranslations("links");
  return (
    <PageLink
      href={proofHref(value, member)}
      className="inline-flex min-h-6 items-center text-meta whitespace-nowrap text-ink-soft underline underline-offset-2 hover:text-ink"
      aria-label={t("proofOf", { member: member.memberId, count: member.events })}
    >
      {t("events", { count: member.events })}
    </PageLink>
  );
}

/** A value by its kind, and the way to its own links. */
export function ValueLink({ value }: { value: LinkValue }) {
  const t = useTranslations("links");
  return (
    <span className="inline-flex items-baseline gap-1.5">
      <span className="text-meta whitespace-nowrap text-ink-faint">{t(`kinds.${value.kind}`)}</span>
      <PageLink
        href={linksHref(value)}
        className="inline-flex min-h-6 items-center font-mono text-meta text-accent underline-offset-2 hover:underline"
      >
        <LinkName value={value} />
      </PageLink>
    </span>
  );
}

/** What a value is called; of a personal one its mask. */
export function LinkName({ value }: { value: LinkValue }) {
  return value.masked === null ? <GivenText text={value.value} /> : <Masked value={value.masked} />;
}
