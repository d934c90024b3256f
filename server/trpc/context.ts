import { randomUUID } from "node:crypto";
import type { Db } from "../db.ts";
import { readEnv } from "../env.ts";
import type { Actor } from "../staff/actor.ts";
import { findSessionActor, findTokenActor } from "../staff/find-actor.ts";
import { type Search, searchAs } from "./process/search-turn.ts";
import { webDatabase } from "./process/web-database.ts";
import { bearerTokenOf } from "./request/bearer-token.ts";
import { clientAddress } from "./request/client-address.ts";
import { sessionTokenOf } from "./request/session-cookie.ts";

/**
 * What every procedure is given. `actor` is undefined for nobody; the procedure builder refuses then. `actorFault` is what
 * kept us from finding out who asks: the builder throws it, so that it is answered and logged like every other failure.
 */
export type Context = {
  db: Db;
  /** The only way to the search pool: what searches takes a turn there, what reads one member asks `db`. */
  search: Search;
  actor: Actor | undefined;
  actorFault?: unknown;
  /** Who asks, as of now: for what lasts longer than a request. To be asked so is no use of a session, and keeps none alive. */
  findActor: () => Promise<Actor | undefined>;
  sessionToken: string | undefined;
  requestId: string;
};

/**
 * Who asks: the holder of a personal access token, or of a session cookie.
 *
 * @param acts whether a person does something by this request, which keeps a session alive: pages ask for much by themselves.
 */
export async function createContext({ headers, acts }: { headers: Headers; acts: boolean }): Promise<Context> {
  const db = webDatabase();
  const ip = clientAddress(headers, readEnv("web").TRUSTED_PROXIES);
  const bearer = bearerTokenOf(headers);
  const sessionToken = bearer ? undefined : sessionTokenOf(headers);
  let actor: Actor | undefined;
  let actorFault: unknown;
  const find = async (isUse: boolean): Promise<Actor | undefined> => {
    if (bearer) return findTokenActor(db, bearer, ip);
    return sessionToken ? findSessionActor(db, sessionToken, { ip, acts: isUse }) : undefined;
  };
  try {
    actor = await find(acts);
  } catch (error) {
    actorFault = error;
  }
  const findActor = () => find(false);
  // Who is nobody is refused before any search.
  const search = searchAs(actor ?? { accountId: "nobody", ip });
  return { db, search, actor, actorFault, findActor, sessionToken, requestId: randomUUID() };
}
