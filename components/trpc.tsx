"use client";

import { isServer, type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpLink, splitLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import type { AppRouter } from "#server/trpc/router";
import { ACTING_HEADER } from "#server/vocabulary/staff/acting-header";
import { streamLink } from "./live/stream-link.ts";
import { proofLink } from "./proof-link.ts";
import { makeQueryClient } from "./query-client.ts";
import { signInHref } from "./ui/sign-in-href.ts";

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export { useTRPC, useTRPCClient };

/** The server refuses longer batches. */
const MAX_BATCH = 10;
const URL = "/api/trpc";

let browserClient: QueryClient | undefined;

/** On the server every rendering has its own cache; the browser keeps one for as long as the page lives. */
function queryClientHere(): QueryClient {
  if (isServer) return makeQueryClient();
  browserClient ??= makeQueryClient({ onSignedOut: goToSignIn });
  return browserClient;
}

/** Not away from what somebody is writing: the form says it when it is sent, and keeps what stands in it. */
function goToSignIn() {
  if (location.pathname === "/sign-in" || isWriting()) return;
  location.assign(signInHref(location));
}

function isWriting(): boolean {
  if (document.querySelector("dialog[open] form") !== null) return true;
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    "main form input:is([type=text], [type=search], :not([type])), main form textarea",
  );
  return [...fields].some(({ value }) => value !== "");
}

/** They ask SNS or SQS as well, or read much, and may take seconds: nothing else waits for them in one batch, and whoever goes on ends them. */
function isSlow(path: string): boolean {
  return (
    path === "publication.status" ||
    /^(subscribers|counts|links|events\.search.*|views\.news|republish\.(plan|countOn|late)$)/.test(path)
  );
}

/** Typed calls and their cache for everything below. Every call is a POST, so that no input stands in a URL. */
export function CallsProvider({ children }: { children: ReactNode }) {
  const queryClient = queryClientHere();
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        proofLink,
        splitLink({
          condition: ({ type }) => type === "subscription",
          true: streamLink(URL),
          false: splitLink({
            condition: ({ path }) => isSlow(path),
            true: httpLink({ url: URL, methodOverride: "POST" }),
            // Not the streaming link: it breaks off each finished request, and with it the connection.
            false: httpBatchLink({
              url: URL,
              methodOverride: "POST",
              maxItems: MAX_BATCH,
              headers: ({ opList }) =>
                opList.some(({ context }) => context.acting === true) ? { [ACTING_HEADER]: "1" } : {},
            }),
          }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
