"use client";

import { useQuery } from "@tanstack/react-query";
import { ListTree, Network } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { FaultList } from "#components/events/filters/fault-list";
import { LinkSearch } from "#components/links/link-search";
import { LinkName } from "#components/links/link-tables";
import { LinksFound } from "#components/links/links-found";
import { MostShared } from "#components/links/most-shared";
import { MemberLink } from "#components/member-link";
import { useTRPC } from "#components/trpc";
import { buttonClass } from "#components/ui/button";
import { Count } from "#components/ui/count";
import { PageLink } from "#components/ui/page-link";
import { PageHead } from "#components/ui/panel";
import { AsOf, Time } from "#components/ui/time/time";
import type { LinkKind, LinkValue, SharedLink } from "#server/vocabulary/explore/links";
import { dropFaults } from "../events/filters/drop-faults.ts";
import { readLinksParams } from "./links-params.ts";

/** Who shares what: of the value or member in the address; without one, a field to ask with and the most shared values. */
export function LinksPage() {
  const t = useTranslations("links");
  const params = useSearchParams();
  const { of, faults } = readLinksParams(new URLSearchParams(params));
  if (faults.length > 0) {
    return (
      <>
        <PageHead title={t("title")} sub={t("sub")} />
        <FaultList faults={faults} onDrop={() => dropFaults(faults)} />
      </>
    );
  }
  if (of !== null && "kind" in of) return <LinksOfValue key={params.toString()} {...of} />;
  if (of !== null) return <LinksOfMember key={of.memberId} memberId={of.memberId} />;
  return (
    <>
      <PageHead title={t("title")} sub={t("sub")} />
      <LinkSearch />
      <MostShared />
    </>
  );
}

function LinksOfValue(asked: { kind: LinkKind; value: string }) {
  const t = useTranslations("links");
  const trpc = useTRPC();
  const { kind, value } = asked;
  const links = useQuery(trpc.links.show.queryOptions({ kind, value }, { retry: false }));
  const root = links.data?.root ?? null;
  const isPersonal = kind === "email" || kind === "phone";
  const named: LinkValue = root ?? { ...asked, masked: isPersonal ? "***" : null };
  return (
    <>
      <PageHead
        title={
          <>
            {t(`kinds.${kind}`)}{" "}
            <span className="font-mono break-all">
              <LinkName value={named} />
            </span>
          </>
        }
        sub={links.data !== undefined && root !== null && <RootSummary root={root} asOf={links.data.asOf} />}
      >
        <Another />
        {!isPersonal && (
          <PageLink href={`/events?${new URLSearchParams({ [kind]: value })}`} className={buttonClass()}>
            <ListTree aria-hidden className="size-3.5" />
            {t("allEvents")}
          </PageLink>
        )}
      </PageHead>
      <LinksFound links={links} memberId={null} />
    </>
  );
}

function LinksOfMember({ memberId }: { memberId: string }) {
  const t = useTranslations("links");
  const trpc = useTRPC();
  const links = useQuery(trpc.links.ofMember.queryOptions({ memberId }, { retry: false }));
  return (
    <>
      <PageHead
        title={t.rich("ofMember", { member: () => <MemberLink memberId={memberId} /> })}
        sub={
          links.data !== undefined && (
            <>
              {t("sharedCount", { count: links.data.shared.length })} · <AsOf iso={links.data.asOf} />
            </>
          )
        }
      >
        <Another />
      </PageHead>
      <LinksFound links={links} memberId={memberId} />
    </>
  );
}

function Another() {
  const t = useTranslations("links");
  return (
    <PageLink href="/links" className={buttonClass()}>
      <Network aria-hidden className="size-3.5" />
      {t("another")}
    </PageLink>
  );
}

function RootSummary({ root, asOf }: { root: SharedLink; asOf: string }) {
  const t = useTranslations("links");
  const [first = asOf] = root.members.map(({ firstAt }) => firstAt).sort();
  const last =
    root.members
      .map(({ lastAt }) => lastAt)
      .sort()
      .at(-1) ?? asOf;
  return (
    <span className="flex flex-wrap gap-x-1.5">
      <strong className="font-semibold text-ink">
        {t.rich("memberTotal", {
          n: (unit) => (
            <Count value={root.memberCount} floor={root.isFloor}>
              {unit}
            </Count>
          ),
          count: root.memberCount,
        })}
      </strong>
      <span>· {t("suspendedCount", { count: root.members.filter(({ isSuspended }) => isSuspended).length })}</span>
      <span>
        · {t.rich("fromTo", { first: () => <Time iso={first} exact />, last: () => <Time iso={last} exact /> })}
      </span>
      <span>
        · <AsOf iso={asOf} />
      </span>
    </span>
  );
}
