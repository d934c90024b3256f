import { clsx } from "clsx";
import { type ReactNode, useId } from "react";

/** A region of a page with its own heading. */
export function Panel(props: {
  title?: ReactNode;
  aside?: ReactNode;
  label?: string;
  children: ReactNode;
  className?: string;
}) {
  const { title, aside, label, children, className } = props;
  const headingId = useId();
  return (
    <section
      aria-label={label}
      className={clsx("min-w-0 overflow-clip rounded-lg border border-line bg-surface", className)}
    >
      {title !== undefined && (
        <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 px-4 py-2">
          <h2 id={headingId} className="text-section font-semibold">
            {title}
          </h2>
          {aside !== undefined && <div className="text-meta text-ink-faint">{aside}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

/** The head of a page: what it is, and at the right as of when and what can be done. */
export function PageHead(props: { title: ReactNode; sub?: ReactNode; children?: ReactNode }) {
  const { title, sub, children } = props;
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 pb-4">
      <div className="min-w-0">
        <h1 className="text-title font-semibold tracking-[-0.01em]">{title}</h1>
        {sub !== undefined && <div className="mt-0.5 text-meta text-ink-faint">{sub}</div>}
      </div>
      {children !== undefined && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}
