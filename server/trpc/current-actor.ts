import { headers } from "next/headers";
import { permissionsOf } from "../vocabulary/roles.ts";
import type { Me } from "../vocabulary/views.ts";
import { createContext } from "./context.ts";

/** Who is signed in, for server components; null when nobody is. */
export async function currentActor(): Promise<Me | null> {
  const { actor } = await createContext({ headers: await headers() });
  if (!actor) return null;
  return {
    id: actor.accountId,
    login: actor.login,
    name: actor.name,
    role: actor.role,
    permissions: permissionsOf(actor.role),
  };
}
