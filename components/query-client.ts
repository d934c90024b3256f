import { defaultShouldDehydrateQuery, isServer, QueryCache, QueryClient } from "@tanstack/react-query";
import { isSignedOut, isWorthRetrying } from "./ui/read-fault.ts";

/** Answers stay fresh this long: moving about does not ask, and record, the same look twice. */
const FRESH_MS = 30_000;

/** A cache of answers: one for a browser, one for each request on the server. */
export function makeQueryClient({ onSignedOut }: { onSignedOut?: () => void } = {}): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isSignedOut(error)) onSignedOut?.();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        // A browser that believes to be offline would wait in silence; asked anyway, the page says what is the matter.
        networkMode: "always",
        refetchOnWindowFocus: false,
        // A page does not wait for a second try on the server: the browser asks again and shows what failed.
        retry: isServer ? false : (failures, error) => failures < 2 && isWorthRetrying(error),
        retryDelay: 800,
      },
      mutations: { networkMode: "always" },
      dehydrate: { shouldDehydrateQuery: defaultShouldDehydrateQuery },
    },
  });
}
