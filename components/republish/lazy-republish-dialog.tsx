"use client";

import { useTranslations } from "use-intl";
import { Dialog } from "#components/ui/dialog";
import { FailedState } from "#components/ui/failed-state";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { usePart } from "../ui/use-part.ts";

/** The republish dialog, fetched as soon as its button stands; a new opening is a new order. */
export function LazyRepublishDialog(props: { open: boolean; onClose: () => void; event: MemberEvent }) {
  const { open, onClose, event } = props;
  const t = useTranslations("republish");
  const { Part: RepublishDialog, error, retry, retrying } = usePart("republish-dialog", loadDialog);
  if (!open) return null;
  if (RepublishDialog !== undefined) return <RepublishDialog onClose={onClose} event={event} />;
  if (error === null) return null;
  return (
    <Dialog open onClose={onClose} label={t("title")}>
      <FailedState what={t("title")} error={error} onRetry={retry} retrying={retrying} />
    </Dialog>
  );
}

function loadDialog() {
  return import("./republish-dialog.tsx").then((module) => module.RepublishDialog);
}
