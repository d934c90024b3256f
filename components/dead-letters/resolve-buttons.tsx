"use client";

import { Trash2, Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ResolveForm } from "#components/dead-letters/resolve-form";
import { useMay } from "#components/me-provider";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import type { LetterActKind, LetterSelection } from "#server/vocabulary/dead-letter";

/** Bringing letters back and discarding them; others see the buttons with the reason why they are not theirs. */
export function ResolveButtons(props: {
  queue: string;
  selection: LetterSelection;
  count: number;
  size?: "small" | "usual";
  onOrdered?: () => void;
}) {
  const { queue, selection, count, size = "small", onOrdered } = props;
  const t = useTranslations("deadLetters");
  const may = useMay("dead-letter:resolve");
  const [act, setAct] = useState<LetterActKind | null>(null);
  const title = may ? undefined : t("notAllowed");
  const words = selection.kind;
  return (
    <>
      <Button size={size} disabled={!may} title={title} onClick={() => setAct("redrive")}>
        <Undo2 aria-hidden className="size-3.5" />
        {t(`redriveOpen.${words}`)}
      </Button>
      <Button size={size} disabled={!may} title={title} onClick={() => setAct("discard")}>
        <Trash2 aria-hidden className="size-3.5" />
        {t(`discardOpen.${words}`)}
      </Button>
      {!may && <span className="text-meta text-ink-faint max-sm:sr-only">{t("notAllowed")}</span>}
      <Dialog open={act !== null} onClose={() => setAct(null)} label={act === null ? "" : t(`${act}Title`)}>
        {act !== null && (
          <ResolveForm
            act={act}
            queue={queue}
            selection={selection}
            count={count}
            onClose={() => setAct(null)}
            onOrdered={() => {
              setAct(null);
              onOrdered?.();
            }}
          />
        )}
      </Dialog>
    </>
  );
}
