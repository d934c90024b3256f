"use client";

import { clsx } from "clsx";
import { useTranslations } from "use-intl";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { NO_MEMBER } from "#server/vocabulary/member-event";

type Props = { memberId: string; className?: string };

/** A member's id, and the way to the member. Where no account was recognised there is nobody to open, and it says so. */
export function MemberLink({ memberId, className }: Props) {
  if (memberId === NO_MEMBER) return <MemberName memberId={memberId} />;
  return (
    <PageLink
      href={`/members/${encodeURIComponent(memberId)}`}
      className={clsx("font-mono text-accent underline-offset-2 hover:underline", className)}
    >
      <GivenText text={memberId} />
    </PageLink>
  );
}

/** A member's id as text, or the words for none. */
export function MemberName({ memberId }: { memberId: string }) {
  const t = useTranslations("common");
  if (memberId === NO_MEMBER) return <span className="text-ink-faint">{t("noMember")}</span>;
  return (
    <span className="font-mono">
      <GivenText text={memberId} />
    </span>
  );
}
