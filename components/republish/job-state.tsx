"use client";

import {
  CircleCheck,
  CircleHelp,
  CircleSlash,
  CircleX,
  Clock,
  LoaderCircle,
  type LucideIcon,
  Send,
} from "lucide-react";
import { useTranslations } from "use-intl";
import { Tone, type ToneName } from "#components/ui/tone";
import type { ItemState, RepublishJob } from "#server/vocabulary/republish-order";

const jobMarks: Record<RepublishJob["state"], { tone: ToneName; icon: LucideIcon }> = {
  waiting: { tone: "waiting", icon: Clock },
  running: { tone: "replayed", icon: LoaderCircle },
  done: { tone: "published", icon: CircleCheck },
  cancelled: { tone: "quiet", icon: CircleSlash },
};

const itemMarks: Record<ItemState, { tone: ToneName; icon: LucideIcon }> = {
  waiting: { tone: "quiet", icon: Clock },
  sending: { tone: "waiting", icon: LoaderCircle },
  sent: { tone: "waiting", icon: Send },
  confirmed: { tone: "published", icon: CircleCheck },
  failed: { tone: "failed", icon: CircleX },
  unknown: { tone: "missed", icon: CircleHelp },
};

/** Where a job stands. */
export function JobStateMark({ state }: { state: RepublishJob["state"] }) {
  const t = useTranslations("jobState");
  return (
    <Tone {...jobMarks[state]} filled>
      {t(state)}
    </Tone>
  );
}

/** Where one item of a job stands. */
export function ItemStateMark({ state }: { state: ItemState }) {
  const t = useTranslations("itemState");
  return <Tone {...itemMarks[state]}>{t(state)}</Tone>;
}

/** The tones of item states, in the order of a job's progress. */
export const itemStates: readonly { state: ItemState; tone: ToneName }[] = [
  { state: "confirmed", tone: itemMarks.confirmed.tone },
  { state: "sent", tone: itemMarks.sent.tone },
  { state: "sending", tone: itemMarks.sending.tone },
  { state: "waiting", tone: itemMarks.waiting.tone },
  { state: "unknown", tone: itemMarks.unknown.tone },
  { state: "failed", tone: itemMarks.failed.tone },
];
