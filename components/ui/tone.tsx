import { clsx } from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export type ToneName = "published" | "waiting" | "missed" | "failed" | "replayed" | "quiet";

const texts: Record<ToneName, string> = {
  published: "text-published",
  waiting: "text-waiting",
  missed: "text-missed",
  failed: "text-failed",
  replayed: "text-replayed",
  quiet: "text-ink-faint",
};
const fills: Record<ToneName, string> = {
  published: "bg-published-soft",
  waiting: "bg-waiting-soft",
  missed: "bg-missed-soft",
  failed: "bg-failed-soft",
  replayed: "bg-replayed-soft",
  quiet: "bg-raised",
};

/** The text colour of a meaning; always goes with an icon and a word. */
export function toneText(tone: ToneName): string {
  return texts[tone];
}

/** The quiet ground of a meaning. */
export function toneFill(tone: ToneName): string {
  return fills[tone];
}

/** A meaning as icon, word and colour. `wordless` keeps the word for screen readers and the title. */
export function Tone(props: {
  tone: ToneName;
  icon: LucideIcon;
  children: ReactNode;
  wordless?: boolean;
  filled?: boolean;
  title?: string;
}) {
  const { tone, icon: Icon, children, wordless = false, filled = false, title } = props;
  return (
    <span
      title={title ?? (typeof children === "string" ? children : undefined)}
      className={clsx(
        "inline-flex items-center gap-1 whitespace-nowrap",
        texts[tone],
        filled && ["rounded-full px-2 py-0.5 text-meta font-medium", fills[tone]],
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className={clsx(wordless && "sr-only")}>{children}</span>
    </span>
  );
}
