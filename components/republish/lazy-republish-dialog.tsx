"use client";

import dynamic from "next/dynamic";
import type { MemberEvent } from "#server/vocabulary/member-event";

const RepublishDialog = dynamic(() => import("./republish-dialog.tsx").then((module) => module.RepublishDialog), {
  ssr: false,
});

/** The republish dialog, fetched when it is first opened; a new opening is a new order. */
export function LazyRepublishDialog(props: { open: boolean; onClose: () => void; event: MemberEvent }) {
  return props.open ? <RepublishDialog onClose={props.onClose} event={props.event} /> : null;
}
