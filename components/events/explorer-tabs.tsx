"use client";

import { useTranslations } from "use-intl";
import { PageLink } from "#components/ui/page-link";

const tabs = [
  { name: "events", href: "/events" },
  { name: "sequences", href: "/events/sequences" },
  { name: "watches", href: "/events/watches" },
] as const;

/** The ways to search: single events, events one after the other, and what is looked for all the time. */
export function ExplorerTabs({ here }: { here: (typeof tabs)[number]["name"] }) {
  const t = useTranslations("explorerTabs");
  return (
    <nav aria-label={t("label")} className="mb-3 flex gap-4 border-b border-line">
      {tabs.map(({ name, href }) => (
        <PageLink
          key={name}
          href={href}
          aria-current={name === here ? "page" : undefined}
          className="-mb-px inline-flex min-h-8 items-center border-b-2 border-transparent px-0.5 text-ink-soft hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink"
        >
          {t(name)}
        </PageLink>
      ))}
    </nav>
  );
}
