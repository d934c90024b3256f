"use client";

import { Check, Minus } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMe } from "#components/me-provider";
import { PasswordPanel } from "#components/settings/password-panel";
import { permissionKey } from "#components/settings/permission-button";
import { SessionsPanel } from "#components/settings/sessions-panel";
import { TokensPanel } from "#components/settings/tokens-panel";
import { Panel } from "#components/ui/panel";
import { permissions } from "#server/vocabulary/roles";

/** What is one's own: permissions, password, sessions, tokens. Before a password that others know is changed, that alone. */
export function AccountPage() {
  const { mustChangePassword, byProvider } = useMe();
  if (mustChangePassword) {
    return (
      <div className="max-w-xl">
        <PasswordPanel />
      </div>
    );
  }
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <div className="grid gap-4">
        <SessionsPanel />
        <TokensPanel whose="own" />
        {!byProvider && <PasswordPanel />}
      </div>
      <MyPermissions />
    </div>
  );
}

function MyPermissions() {
  const t = useTranslations("settings.permissions");
  const names = useTranslations("settings.permissions.names");
  const roles = useTranslations("shell.roles");
  const me = useMe();
  const held = permissions.map((permission) => ({ permission, isHeld: me.permissions.includes(permission) }));
  return (
    <Panel title={t("title")} aside={t("sub", { role: roles(me.role) })}>
      <ul>
        {held.map(({ permission, isHeld }) => (
          <li key={permission} className="flex items-start gap-2 border-t border-line px-4 py-2">
            {isHeld ? (
              <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-published" />
            ) : (
              <Minus aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-faint" />
            )}
            <span className={isHeld ? undefined : "text-ink-soft"}>{names(permissionKey(permission))}</span>
            <span className="ml-auto shrink-0 text-meta text-ink-faint">{isHeld ? t("yes") : t("no")}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
