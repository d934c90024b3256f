import { TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "#server/trpc/router";
import { readServerEvents } from "./read-server-events.ts";

/** The server says something every 5 s; silence for so long is a connection that is gone. */
const SILENCE_MS = 15_000;

/**
 * Subscriptions by server-sent events, asked by POST like every call here: no input stands in a URL, and another site's page
 * cannot ask. It does not ask again by itself: whoever follows says what is to happen then.
 */
export function streamLink(url: string): TRPCLink<AppRouter> {
  return () =>
    ({ op: { path, input } }) =>
      observable((observer) => {
        const ending = new AbortController();
        const fail = (error: unknown) => {
          if (ending.signal.aborted) return;
          ending.abort();
          observer.error(
            error instanceof TRPCClientError
              ? error
              : TRPCClientError.from(error instanceof Error ? error : new Error(String(error))),
          );
        };
        const ask = async () => {
          const response = await fetch(`${url}/${path}`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify(input ?? {}),
            signal: ending.signal,
          });
          if (!response.ok || response.body === null) throw new Error(`The stream was refused (${response.status}).`);
          for await (const { event, data } of readServerEvents(response.body, SILENCE_MS)) {
            if (ending.signal.aborted) return;
            if (event === "connected") observer.next({ result: { type: "started" } });
            else if (event === "message") observer.next({ result: { type: "data", data: JSON.parse(data) } });
            else if (event === "serialized-error") throw TRPCClientError.from({ error: JSON.parse(data) });
            else if (event === "return") return observer.complete();
          }
          throw new Error("The stream broke off.");
        };
        ask().catch(fail);
        return () => ending.abort();
      });
}
