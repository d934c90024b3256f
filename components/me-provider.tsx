"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Permission } from "#server/vocabulary/roles";
import type { Me } from "#server/vocabulary/views";

const MeContext = createContext<Me | null>(null);

/** Who is signed in, for everything below. */
export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>;
}

export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error("useMe needs a MeProvider above it.");
  return me;
}

/** Whether the person may do it: only to show and to hide; the server decides again. */
export function useMay(permission: Permission): boolean {
  return useMe().permissions.includes(permission);
}
