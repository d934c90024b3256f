"use client";

import { Ban } from "lucide-react";
import { useTranslations } from "use-intl";
import { Tone } from "#components/ui/tone";
import { useSayValue } from "./use-say-value.ts";

/** What the member system says of a member; suspended ones stand out. */
export function MemberState({ state, isSuspended }: { state: string | null; isSuspended: boolean }) {
  const t = useTranslations("foundMembers");
  const say = useSayValue();
  if (state === null) return <span className="text-ink-faint">{t("unknown")}</span>;
  if (!isSuspended) return <span className="text-ink-soft">{say(state)}</span>;
  return (
    <Tone tone="failed" icon={Ban} filled>
      {t("suspended")}
    </Tone>
  );
}
