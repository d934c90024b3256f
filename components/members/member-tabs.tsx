"use client";

import { useSearchParams } from "next/navigation";
import type { MouseEvent } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { PageLink } from "#components/ui/page-link";
import { memberLinksHref } from "../links/link-href.ts";
import { type MemberTab, readMemberTab, tabsFor } from "./member-tab.ts";

/** Which part of the member's page is shown; it stands in the URL. */
export function useMemberTab(): ReturnType<typeof readMemberTab> {
  const mayErase = useMay("member:erase");
  return readMemberTab(new URLSearchParams(useSearchParams()), mayErase);
}

/** Goes to a part; the filters and the event of the one before are left behind. */
function showTab(tab: MemberTab) {
  window.history.pushState(null, "", tab === "timeline" ? location.pathname : `?tab=${tab}`);
}

/** The parts of a member's page; none is shown where the address names what is no part. */
export function MemberTabs({ shown, memberId }: { shown: MemberTab | null; memberId: string }) {
  const maySearch = useMay("event:search");
  const mayErase = useMay("member:erase");
  const tabs = tabsFor(mayErase);
  const nav = useTranslations("nav");
  const t = useTranslations("member.tabs");
  return (
    <nav aria-label={t("label")} className="mb-3 border-b border-line">
      <ul className="flex flex-wrap gap-1">
        {tabs.map((tab) => (
          <li key={tab}>
            <a
              href={tab === "timeline" ? "?" : `?tab=${tab}`}
              aria-current={tab === shown ? "page" : undefined}
              onClick={(event: MouseEvent) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
                event.preventDefault();
                showTab(tab);
              }}
              className="-mb-px inline-flex min-h-9 items-center border-b-2 border-transparent px-3 text-ink-soft hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink pointer-coarse:min-h-11"
            >
              {t(tab)}
            </a>
          </li>
        ))}
        {maySearch && (
          <li>
            <PageLink
              href={memberLinksHref(memberId)}
              className="-mb-px inline-flex min-h-9 items-center border-b-2 border-transparent px-3 text-ink-soft hover:text-ink pointer-coarse:min-h-11"
            >
              {nav("links")}
            </PageLink>
          </li>
        )}
      </ul>
    </nav>
  );
}
