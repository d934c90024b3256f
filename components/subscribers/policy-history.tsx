"use client";

import { FilePenLine, UploadCloud } from "lucide-react";
import { useTranslations } from "use-intl";
import { FullTime } from "#components/ui/time/time";
import { Tone } from "#components/ui/tone";
import type { PolicyChange } from "#server/vocabulary/subscriber";

/** Which policy was registered or applied, when and by whom; newest first. */
export function PolicyHistory({ history }: { history: PolicyChange[] }) {
  const t = useTranslations("subscribers");
  return (
    <ol>
      {history.map(({ act, at, by, policy, policyScope }) => (
        <li key={`${at} ${act}`} className="grid gap-1 border-t border-line px-4 py-2.5">
          <p className="flex flex-wrap items-center gap-x-2">
            <Tone
              tone={act === "applied" ? "published" : "waiting"}
              icon={act === "applied" ? UploadCloud : FilePenLine}
            >
              {t(`acts.${act}`)}
            </Tone>
            <span className="text-meta text-ink-faint">
              {by === "installation" ? t("byInstallation") : by} · <FullTime iso={at} />
            </span>
          </p>
          <code className="font-mono text-meta wrap-anywhere whitespace-pre-wrap text-ink-soft">
            {JSON.stringify(policy)}
            {policyScope === "MessageBody" && ` (${t("scopes.MessageBody")})`}
          </code>
        </li>
      ))}
    </ol>
  );
}
