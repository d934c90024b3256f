"use client";

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { LazyDialog } from "#components/ui/lazy-dialog";
import { setAsk } from "../ask-for-proof.ts";

/** Has the person asked again who they are when an act needs a fresh proof; then lets the act go on. */
export function LazyProofDialog() {
  const [open, setOpen] = useState(false);
  const answer = useRef<((proved: boolean) => void) | null>(null);
  useEffect(() => {
    setAsk(() => {
      setOpen(true);
      return new Promise((resolve) => {
        answer.current = resolve;
      });
    });
    return () => setAsk(null);
  }, []);

  function end(proved: boolean) {
    setOpen(false);
    answer.current?.(proved);
    answer.current = null;
  }
  const t = useTranslations("proof");
  return (
    <LazyDialog
      open={open}
      onClose={() => end(false)}
      title={t("title")}
      name="proof-dialog"
      load={loadDialog}
      given={{ onEnd: end }}
    />
  );
}

function loadDialog() {
  return import("./proof-dialog.tsx").then((module) => module.ProofDialog);
}
