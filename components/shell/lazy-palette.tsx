"use client";

import dynamic from "next/dynamic";
import { useEffect } from "react";

const load = () => import("./command-palette.tsx");
const CommandPalette = dynamic(() => load().then((module) => module.CommandPalette), { ssr: false });

/**
 * The command palette, fetched as soon as the page stands: whoever opens it types at once, and what is typed before it is
 * there would be lost.
 */
export function LazyPalette(props: { open: boolean; onClose: () => void; onHelp: () => void }) {
  useEffect(() => void load(), []);
  return props.open ? <CommandPalette {...props} /> : null;
}
