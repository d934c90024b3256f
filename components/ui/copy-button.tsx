"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Button, IconButton } from "#components/ui/button";

const SHOWN_MS = 1600;

/** Copies a text and says so. With children it is a button with words, else an icon. */
export function CopyButton(props: { text: string | (() => string); label: string; words?: boolean; quiet?: boolean }) {
  const { text, label, words = false, quiet = true } = props;
  const t = useTranslations("common");
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);

  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : text());
      setOutcome("copied");
    } catch {
      // Without HTTPS or permission the browser refuses; the person has to know that nothing was copied.
      setOutcome("failed");
    }
  }

  const said = outcome === "copied" ? t("copied") : outcome === "failed" ? t("copyFailed") : label;
  const icon =
    outcome === "copied" ? <Check aria-hidden className="size-3.5" /> : <Copy aria-hidden className="size-3.5" />;
  if (words) {
    return (
      <Button look={quiet ? "ghost" : "plain"} size="small" onClick={copy}>
        {icon}
        <span aria-live="polite">{said}</span>
      </Button>
    );
  }
  return (
    <IconButton label={said} onClick={copy} className="size-7">
      {icon}
    </IconButton>
  );
}
