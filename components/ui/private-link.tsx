import Link from "next/link";
import type { ComponentProps } from "react";

/** A link to a page that shows a member. Never fetched ahead: each fetch would be recorded as a look that nobody took. */
export function PrivateLink(props: Omit<ComponentProps<typeof Link>, "prefetch">) {
  return <Link prefetch={false} {...props} />;
}
