"use client";

import {
  CircleCheck,
  CircleParking,
  CirclePause,
  Clock,
  type LucideIcon,
  RotateCw,
  TriangleAlert,
  Unplug,
} from "lucide-react";
import { useTranslations } from "use-intl";
import { Tone, type ToneName } from "#components/ui/tone";
import type { Health } from "./layer-health.ts";

const marks: Record<Health, { tone: ToneName; icon: LucideIcon }> = {
  stopped: { tone: "failed", icon: CirclePause },
  away: { tone: "failed", icon: Unplug },
  failing: { tone: "failed", icon: TriangleAlert },
  late: { tone: "missed", icon: Clock },
  parked: { tone: "failed", icon: CircleParking },
  repairing: { tone: "missed", icon: RotateCw },
  well: { tone: "published", icon: CircleCheck },
};

/** How a layer or the whole stands, as icon, word and colour. */
export function HealthMark({ health }: { health: Health }) {
  const t = useTranslations("health");
  return (
    <Tone {...marks[health]} filled>
      {t(health)}
    </Tone>
  );
}
