import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createContext } from "#server/trpc/context";
import { refuseForeignRequest } from "#server/trpc/request/refuse-foreign-request";
import { noSessionCookie } from "#server/trpc/request/session-cookie";
import { appRouter } from "#server/trpc/router";
import { ACTING_HEADER } from "#server/vocabulary/staff/acting-header";

export async function POST(request: Request): Promise<Response> {
  const refused = refuseForeignRequest(request);
  if (refused) return refused;
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createContext({ headers: request.headers, acts: request.headers.has(ACTING_HEADER) }),
    allowMethodOverride: true,
    responseMeta: ({ type, paths = [], errors }) => ({
      headers: answerHeaders({ paths, isDone: errors.length === 0, isStream: type === "subscription" }),
    }),
  });
}

/**
 * Nothing is kept of an answer; after signing out nothing stays in the browser either, but for language, theme and the browser's
 * own token. A stream that is compressed on its way would wait until there is enough to compress.
 */
function answerHeaders(answer: { paths: readonly string[]; isDone: boolean; isStream: boolean }): Headers {
  const { paths, isDone, isStream } = answer;
  const headers = new Headers({ "cache-control": isStream ? "no-store, no-transform" : "no-store" });
  if (isDone && paths.includes("session.signOut")) {
    headers.set("clear-site-data", '"cache", "storage"');
    headers.append("set-cookie", noSessionCookie());
  }
  return headers;
}
