"use client";

import { type ComponentType, useEffect, useState } from "react";

type Props = { open: boolean; onClose: () => void; onGo: (href: string) => void; onHelp: () => void };

/**
 * The command palette, fetched as soon as the page stands and then rendered at once: whoever opens it goes on typing, and
 * what is typed before its field has the focus is lost.
 */
export function LazyPalette(props: Props) {
  const [Palette, setPalette] = useState<ComponentType<Props> | null>(null);
  useEffect(() => {
    void import("./command-palette.tsx").then(({ CommandPalette }) => setPalette(() => CommandPalette));
  }, []);
  return props.open && Palette !== null ? <Palette {...props} /> : null;
}
