"use client";

import { CircleCheck, CircleParking, CircleSlash, Clock, type LucideIcon, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Tone, type ToneName } from "#components/ui/tone";
import type { LayerPublication, MemberEvent, PublicationState } from "#server/vocabulary/member-event";

const marks: Record<PublicationState, { tone: ToneName; icon: LucideIcon }> = {
  published: { tone: "published", icon: CircleCheck },
  waiting: { tone: "waiting", icon: Clock },
  parked: { tone: "failed", icon: CircleParking },
  "not for publication": { tone: "quiet", icon: CircleSlash },
  fault: { tone: "failed", icon: TriangleAlert },
};

/** Where publication of one layer stands: icon, word, colour. */
export function PublicationMark({ state, wordless = false }: { state: PublicationState; wordless?: boolean }) {
  const t = useTranslations("publicationState");
  const { tone, icon } = marks[state];
  return (
    <Tone tone={tone} icon={icon} wordless={wordless} title={t(state)}>
      {t(state)}
    </Tone>
  );
}

/** An event as a whole stands where its worse layer stands. */
export function EventPublicationMark({ event, wordless = false }: { event: MemberEvent; wordless?: boolean }) {
  return <PublicationMark state={worseOf(event.internal, event.external)} wordless={wordless} />;
}

const severity: PublicationState[] = ["not for publication", "published", "waiting", "parked", "fault"];

function worseOf(internal: LayerPublication, external: LayerPublication): PublicationState {
  const [a, b] = [internal.state, external.state];
  return severity.indexOf(a) >= severity.indexOf(b) ? a : b;
}
