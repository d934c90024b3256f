import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createContext } from "#server/trpc/context";
import { refuseForeignRequest } from "#server/trpc/request/refuse-foreign-request";
import { appRouter } from "#server/trpc/router";

export async function POST(request: Request): Promise<Response> {
  const refused = refuseForeignRequest(request);
  if (refused) return refused;
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createContext({ headers: request.headers }),
    allowMethodOverride: true,
    responseMeta: () => ({ headers: { "cache-control": "no-store" } }),
  });
}
