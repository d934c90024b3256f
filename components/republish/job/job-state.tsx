"use client";

import {
  Ban,
  CircleCheck,
  CircleHelp,
  CirclePause,
  CircleSlash,
  CircleX,
  Clock,
  LoaderCircle,
  type LucideIcon,
  Send,
  Snowflake,
  UserCheck,
} from "lucide-react";
import { useTranslations } from "use-intl";
import { Tone, type ToneName } from "#components/ui/tone";
import { type ItemState, type JobState, openStates } from "#server/vocabulary/republish-job";

const jobMarks: Record<JobState, { tone: ToneName; icon: LucideIcon }> = {
  freezing: { tone: "waiting", icon: Snowflake },
  approval: { tone: "missed", icon: UserCheck },
  waiting: { tone: "waiting", icon: Clock },
  running: { tone: "replayed", icon: LoaderCircle },
  paused: { tone: "missed", icon: CirclePause },
  done: { tone: "published", icon: CircleCheck },
  cancelled: { tone: "quiet", icon: CircleSlash },
  failed: { tone: "failed", icon: CircleX },
};

const itemMarks: Record<ItemState, { tone: ToneName; icon: LucideIcon }> = {
  waiting: { tone: "quiet", icon: Clock },
  sending: { tone: "waiting", icon: LoaderCircle },
  sent: { tone: "waiting", icon: Send },
  confirmed: { tone: "published", icon: CircleCheck },
  skipped: { tone: "quiet", icon: Ban },
  failed: { tone: "failed", icon: CircleX },
  unknown: { tone: "missed", icon: CircleHelp },
};

/** Where a job stands. */
export function JobStateMark({ state }: { state: JobState }) {
  const t = useTranslations("jobState");
  return (
    <Tone {...jobMarks[state]} filled>
      {t(state)}
    </Tone>
  );
}

/** Where one item of a job stands. */
export function ItemStateMark({ state, job }: { state: ItemState; job: JobState }) {
  const say = useSayItemState(job);
  return <Tone {...itemMarks[state]}>{say(state)}</Tone>;
}

/** Words for the state of an item. In a job that is over, what waits stays unsent for good. */
export function useSayItemState(job: JobState): (state: ItemState) => string {
  const t = useTranslations("itemState");
  const isOver = !openStates.includes(job);
  return (state) => t(state === "waiting" && isOver ? "unsent" : state);
}

const inOrder = ["confirmed", "sent", "sending", "waiting", "skipped", "unknown", "failed"] as const;

/** The tones of item states, in the order of a job's progress. */
export const itemTones: readonly { state: ItemState; tone: ToneName }[] = inOrder.map((state) => ({
  state,
  tone: itemMarks[state].tone,
}));
