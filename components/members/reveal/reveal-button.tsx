"use client";

import { Eye } from "lucide-react";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { Button } from "#components/ui/button";
import { LazyDialog } from "#components/ui/lazy-dialog";
import type { Revealed, RevealField } from "#server/vocabulary/choices/reveal-choices";

/** Asks for one of a member's personal values in the clear; who may not sees the button with the reason. */
export function RevealButton(props: {
  memberId: string;
  fields: readonly RevealField[];
  onRevealed: (field: RevealField, revealed: Revealed) => void;
}) {
  const t = useTranslations("reveal");
  const mayReveal = useMay("member:reveal");
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <Button
        size="small"
        disabled={!mayReveal}
        title={mayReveal ? undefined : t("notAllowed")}
        aria-describedby={mayReveal ? undefined : id}
        onClick={() => setOpen(true)}
      >
        <Eye aria-hidden className="size-3.5" />
        {t("button")}
      </Button>
      {mayReveal ? (
        <LazyDialog
          open={open}
          onClose={() => setOpen(false)}
          title={t("title")}
          name="reveal"
          load={async () => (await import("./reveal-dialog.tsx")).RevealDialog}
          given={props}
        />
      ) : (
        <span id={id} className="text-meta text-ink-faint max-sm:sr-only">
          {t("notAllowed")}
        </span>
      )}
    </>
  );
}
