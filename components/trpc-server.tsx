import "server-only";
import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { TRPCError } from "@trpc/server";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { cache, type ReactNode } from "react";
import { createContext } from "#server/trpc/context";
import { createCallerFactory } from "#server/trpc/procedure";
import { appRouter } from "#server/trpc/router";
import { makeQueryClient } from "./query-client.ts";

/** The cache of the request that is being answered. */
export const requestQueryClient = cache(() => makeQueryClient());

const requestContext = cache(async () => createContext({ headers: await headers(), acts: false }));

const callerOf = createCallerFactory(appRouter);

/** Calls procedures from server components, on behalf of whoever sent the request. */
export const requestCaller = cache(() => callerOf(requestContext));

/** Options of queries for prefetching, run in the process itself. */
export const trpc = createTRPCOptionsProxy({
  ctx: requestContext,
  router: appRouter,
  queryClient: requestQueryClient,
});

/** Hands what was prefetched to the browser. What failed is left out: the browser asks again and shows the failure. */
export function HydrateClient({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(requestQueryClient())}>{children}</HydrationBoundary>;
}

/** Whether what a page is about does not exist: its id is unknown, or no id at all. Other failures are left to the browser. */
export async function isMissing(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return false;
  } catch (error) {
    return error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST");
  }
}
