import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** Why nothing is here and what to try. `page` makes its title the heading of the whole page. */
export function EmptyState(props: {
  icon: LucideIcon;
  title: string;
  hint: string;
  page?: boolean;
  children?: ReactNode;
}) {
  const { icon: Icon, title, hint, page = false, children } = props;
  const Title = page ? "h1" : "p";
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <Icon aria-hidden className="size-6 text-ink-faint" />
      <Title className="text-section font-medium">{title}</Title>
      <p className="max-w-prose text-ink-soft">{hint}</p>
      {children !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  );
}
