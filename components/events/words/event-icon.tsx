import { LogIn, LogOut, ShieldX } from "lucide-react";
import { FamilyIcon } from "#components/events/words/family-icon";
import type { MemberEvent } from "#server/vocabulary/member-event";

/** The mark of an event: its family's, and among sign-ins whether somebody came in, went out or failed, each by its own shape. */
export function EventIcon({ event: { action, family } }: { event: Pick<MemberEvent, "action" | "family"> }) {
  if (family !== "sign-in") return <FamilyIcon family={family} />;
  const outcome = action.endsWith("failed") ? "failed" : action.endsWith("logged-out") ? "out" : "in";
  const Icon = { failed: ShieldX, out: LogOut, in: LogIn }[outcome];
  return (
    <span
      data-family="sign-in"
      data-outcome={outcome}
      className="inline-flex size-6 shrink-0 items-center justify-center rounded-md"
    >
      <Icon aria-hidden className="size-3.5" />
    </span>
  );
}
