"use client";

import { isServer, type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { callOptions, calls } from "./calls/call-options.ts";
import { makeQueryClient } from "./query-client.ts";
import { signInHref } from "./ui/sign-in-href.ts";

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

/** The options of queries, mutations and streams, by the names of the procedures. */
export function useTRPC(): typeof callOptions {
  return callOptions;
}

/** Calls to be made by hand. */
export function useTRPCClient(): typeof calls {
  return calls;
}

/** The cache of answers for everything below. */
export function CallsProvider({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={queryClientHere()}>{children}</QueryClientProvider>;
}
