import { Ban, FileCheck2, IdCard, LogIn, type LucideIcon, PenLine, Smartphone, Sprout, UsersRound } from "lucide-react";
import type { Family } from "#server/vocabulary/member-event";

const icons: Record<Family, LucideIcon> = {
  "sign-in": LogIn,
  identity: IdCard,
  profile: PenLine,
  device: Smartphone,
  consent: FileCheck2,
  family: UsersRound,
  sanction: Ban,
  lifecycle: Sprout,
};

/** The mark of an action's family: its shape tells the family without the hue. */
export function FamilyIcon({ family, title }: { family: Family; title?: string }) {
  const Icon = icons[family];
  return (
    <span
      data-family={family}
      title={title}
      className="inline-flex size-6 shrink-0 items-center justify-center rounded-md"
    >
      <Icon aria-hidden className="size-3.5" />
    </span>
  );
}
