"use client";

import { clsx } from "clsx";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { useMe } from "#components/me-provider";
import { PageLink } from "#components/ui/page-link";
import type { Permission } from "#server/vocabulary/roles";

type Tab = {
  name: "account" | "staff" | "tokens" | "erasures" | "hosts" | "thresholds" | "history";
  href: string;
  needs: Permission;
};

const tabs: readonly Tab[] = [
  { name: "account", href: "/settings", needs: "self" },
  { name: "staff", href: "/settings/staff", needs: "staff:manage" },
  { name: "tokens", href: "/settings/tokens", needs: "staff:manage" },
  { name: "thresholds", href: "/settings/thresholds", needs: "setting:see" },
  { name: "hosts", href: "/settings/hosts", needs: "setting:change" },
  { name: "erasures", href: "/settings/erasures", needs: "member:erase" },
  { name: "history", href: "/settings/history", needs: "setting:see" },
];

/** The settings pages that this role may open. */
export function SettingsTabs() {
  const t = useTranslations("settings.tabs");
  const { permissions, mustChangePassword } = useMe();
  const pathname = usePathname();
  const open = tabs.filter(({ needs }) => (mustChangePassword ? needs === "self" : permissions.includes(needs)));
  if (open.length < 2) return null;
  return (
    <nav aria-label={t("label")} className="mb-4 flex flex-wrap gap-1 border-b border-line">
      {open.map(({ name, href }) => (
        <PageLink
          key={name}
          href={href}
          aria-current={pathname === href ? "page" : undefined}
          className={clsx(
            "-mb-px flex h-9 items-center border-b-2 px-3",
            pathname === href
              ? "border-accent font-medium text-ink"
              : "border-transparent text-ink-soft hover:text-ink",
          )}
        >
          {t(name)}
        </PageLink>
      ))}
    </nav>
  );
}
