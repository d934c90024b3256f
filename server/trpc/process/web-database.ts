import { connect, type Db } from "../../db.ts";
import { readEnv } from "../../env.ts";

/** Connections of the web process: pages and short reads, and apart from them searches, so that these cannot starve the rest. */
const PAGES = 10;
const SEARCHES = 4;

type Pools = { pages: Db; searches: Db };

/** Next may load a module more than once in a process; a pool must be one. */
const shared: typeof globalThis & { memberscopePools?: Pools } = globalThis;

function pools(): Pools {
  if (!shared.memberscopePools) {
    const { DATABASE_URL: url } = readEnv("web");
    shared.memberscopePools = {
      pages: connect({ url, name: "web", max: PAGES }),
      searches: connect({ url, name: "web search", max: SEARCHES, plans: "custom" }),
    };
  }
  return shared.memberscopePools;
}

/** The web process's pool on the primary. */
export function webDatabase(): Db {
  return pools().pages;
}

/** The web process's pool for searches over skewed data: each statement is planned for its values. */
export function searchDatabase(): Db {
  return pools().searches;
}
