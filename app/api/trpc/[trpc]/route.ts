import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createContext } from "#server/trpc/context";
import { refuseForeignRequest } from "#server/trpc/request/refuse-foreign-request";
import { noSessionCookie } from "#server/trpc/request/session-cookie";
import { appRouter } from "#server/trpc/router";
import { ACTING_HEADER } from "#server/vocabulary/acting-header";

export async function POST(request: Request): Promise<Response> {
  const refused = refuseForeignRequest(request);
  if (refused) return refused;
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createContext({ headers: request.headers, acts: request.headers.has(ACTING_HEADER) }),
    allowMethodOverride: true,
    responseMeta: ({ paths = [], errors }) => ({ headers: answerHeaders(paths, errors.length === 0) }),
  });
}

/** Nothing is kept of an answer; after signing out nothing stays in the browser either, but for language, theme and the browser's own token. */
function answerHeaders(paths: readonly string[], isDone: boolean): Headers {
  const headers = new Headers({ "cache-control": "no-store" });
  if (isDone && paths.includes("session.signOut")) {
    headers.set("clear-site-data", '"cache", "storage"');
    headers.append("set-cookie", noSessionCookie());
  }
  return headers;
}
