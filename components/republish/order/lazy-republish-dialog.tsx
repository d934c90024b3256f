"use client";

import { useTranslations } from "use-intl";
import { LazyDialog } from "#components/ui/lazy-dialog";
import type { MemberEvent } from "#server/vocabulary/member-event";

/** The republish dialog, fetched as soon as its button stands; a new opening is a new order. */
export function LazyRepublishDialog(props: { open: boolean; onClose: () => void; event: MemberEvent }) {
  const { open, onClose, event } = props;
  const t = useTranslations("republish");
  return (
    <LazyDialog
      open={open}
      onClose={onClose}
      title={t("title")}
      name="republish-dialog"
      load={loadDialog}
      given={{ event }}
    />
  );
}

function loadDialog() {
  return import("./republish-dialog.tsx").then((module) => module.RepublishDialog);
}
