import { clsx } from "clsx";
import type { ComponentProps } from "react";

type Look = "primary" | "plain" | "ghost" | "danger";

const looks: Record<Look, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  plain: "border border-line-strong/60 bg-surface hover:bg-raised",
  ghost: "text-ink-soft hover:bg-raised hover:text-ink",
  danger: "bg-failed text-on-accent hover:brightness-110",
};

/** The classes of a button, for links that look like one. */
export function buttonClass(look: Look = "plain", size: "small" | "usual" = "usual"): string {
  return clsx(
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors duration-100",
    "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
    size === "small" ? "h-7 px-2 text-meta" : "h-8 px-3 text-body pointer-coarse:h-10",
    looks[look],
  );
}

export function Button(props: ComponentProps<"button"> & { look?: Look; size?: "small" | "usual" }) {
  const { look, size, className, type = "button", ...rest } = props;
  return <button type={type} className={clsx(buttonClass(look, size), className)} {...rest} />;
}

/** A square button with an icon; its label is its name and its title. */
export function IconButton(props: ComponentProps<"button"> & { label: string }) {
  const { label, className, type = "button", children, ...rest } = props;
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={clsx(
        "inline-flex size-8 shrink-0 items-center justify-center rounded-md text-ink-soft hover:bg-raised hover:text-ink pointer-coarse:size-10",
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  );
}
