"use client";

import { type ComponentProps, useId } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { Button } from "#components/ui/button";
import type { Permission } from "#server/vocabulary/roles";

/** A button that stays where it is for who may not press it, and says which permission that needs. */
export function PermissionButton({ needs, ...button }: ComponentProps<typeof Button> & { needs: Permission }) {
  const t = useTranslations("settings");
  const names = useTranslations("settings.permissions.names");
  const id = useId();
  if (useMay(needs)) return <Button {...button} />;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <span id={id} className="text-meta text-ink-faint">
        {t("needs", { permission: names(permissionKey(needs)) })}
      </span>
      <Button {...button} disabled aria-describedby={id} />
    </span>
  );
}

type Dashed<P extends string> = P extends `${infer Kind}:${infer Act}` ? `${Kind}-${Act}` : P;

const keys = {
  self: "self",
  "member:open": "member-open",
  "member:look-up": "member-look-up",
  "member:reveal": "member-reveal",
  "member:erase": "member-erase",
  "member:disclose": "member-disclose",
  "event:search": "event-search",
  "event:show": "event-show",
  "event:record": "event-record",
  "record:export": "record-export",
  "file:see": "file-see",
  "file:approve": "file-approve",
  "catalog:push": "catalog-push",
  "publication:see": "publication-see",
  "publication:stop": "publication-stop",
  "dead-letter:resolve": "dead-letter-resolve",
  "republish:see": "republish-see",
  "republish:send": "republish-send",
  "subscriber:see": "subscriber-see",
  "subscriber:manage": "subscriber-manage",
  "access-record:see": "access-record-see",
  "staff:manage": "staff-manage",
  "setting:see": "setting-see",
  "setting:change": "setting-change",
} as const satisfies { [P in Permission]: Dashed<P> };

/** The key of a permission's words: keys of texts hold no colon. */
export function permissionKey(permission: Permission): (typeof keys)[Permission] {
  return keys[permission];
}
