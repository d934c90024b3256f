import { headers } from "next/headers";
import { cache } from "react";
import { isDatabaseAway } from "../database-away.ts";
import { log } from "../log.ts";
import { permissionsOf } from "../vocabulary/roles.ts";
import type { Me } from "../vocabulary/views.ts";
import { createContext } from "./context.ts";

/** The pages' parts ask side by side: one question, and one request id, a request. Who opens a page acts. */
const askedContext = cache(async () => {
  const asked = await headers();
  return createContext({ headers: asked, acts: !asked.has("next-router-prefetch") });
});

/**
 * The request id under which the log says why nobody could be found out, when the database is away; null when it answers.
 * Ask it before `currentActor`, and show the page that says so.
 */
export async function actorsAreAway(): Promise<string | null> {
  const { actorFault, requestId } = await askedContext();
  if (!isDatabaseAway(actorFault)) return null;
  log.error({ requestId, error: String(actorFault) }, "a page could not be shown: the database cannot be reached");
  return requestId;
}

/**
 * Who is signed in, for server components; null when nobody is.
 *
 * @throws what kept us from finding out.
 */
export async function currentActor(): Promise<Me | null> {
  const { actor, actorFault } = await askedContext();
  if (actorFault !== undefined) throw actorFault;
  if (!actor) return null;
  return {
    id: actor.accountId,
    login: actor.login,
    name: actor.name,
    role: actor.role,
    permissions: permissionsOf(actor.role),
    mustChangePassword: actor.mustChangePassword,
    byProvider: actor.byProvider,
  };
}
