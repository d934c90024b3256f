"use client";

import dynamic from "next/dynamic";

const CommandPalette = dynamic(() => import("./command-palette.tsx").then((module) => module.CommandPalette), {
  ssr: false,
});

/** The command palette, fetched when it is first opened. */
export function LazyPalette(props: { open: boolean; onClose: () => void; onHelp: () => void }) {
  return props.open ? <CommandPalette {...props} /> : null;
}
