import { QueryClient } from "@tanstack/react-query";
import { createTRPCClient, httpLink } from "@trpc/client";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { expect, test } from "vitest";
import type { AppRouter } from "../../server/trpc/router.ts";
import { callOptions } from "./call-options.ts";

const client = createTRPCClient<AppRouter>({ links: [httpLink({ url: "http://console.test" })] });
/** As the server makes them for what it prefetches. */
const onServer = createTRPCOptionsProxy<AppRouter>({ client, queryClient: new QueryClient() });

test("what a server prefetched is found by the browser: the keys are the same", () => {
  for (const options of [callOptions, onServer]) {
    expect(options.members.recent.queryOptions({}).queryKey).toEqual([
      ["members", "recent"],
      { input: {}, type: "query" },
    ]);
  }
  const keysOf = (options: typeof callOptions) => [
    options.members.recent.queryKey(),
    options.views.list.queryFilter().queryKey,
    options.erasures.pathFilter().queryKey,
    options.erasures.withdraw.mutationOptions().mutationKey,
    options.settings.history.infiniteQueryOptions({}, { getNextPageParam: () => undefined }).queryKey,
    options.republish.follow.subscriptionOptions({ jobId: "j" }).queryKey,
  ];
  expect(keysOf(callOptions)).toEqual(keysOf(onServer));
});

test("what is given with the options stays in them", () => {
  const options = callOptions.views.list.queryOptions({}, { staleTime: 7, enabled: false });
  expect(options).toMatchObject({ staleTime: 7, enabled: false });
  expect(callOptions.republish.follow.subscriptionOptions({ jobId: "j" })).toMatchObject({ enabled: true });
});
