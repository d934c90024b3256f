import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** Why nothing is here and what to try. */
export function EmptyState(props: { icon: LucideIcon; title: string; hint: string; children?: ReactNode }) {
  const { icon: Icon, title, hint, children } = props;
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <Icon aria-hidden className="size-6 text-ink-faint" />
      <p className="text-section font-medium">{title}</p>
      <p className="max-w-prose text-ink-soft">{hint}</p>
      {children !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  );
}
