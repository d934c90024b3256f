import type { TRPCClient } from "@trpc/client";
import type { TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import type { AppRouter } from "../../server/trpc/router.ts";
import { pathsTo } from "./call-paths.ts";
import { followStream } from "./follow-stream.ts";
import { sendCall } from "./send-call.ts";

type Options = Record<string, unknown>;
type Kind = "query" | "infinite" | "any";

/** The options that a browser's queries, mutations and streams take for each procedure; their keys are those of the server's prefetching. */
export const callOptions = typed<TRPCOptionsProxy<AppRouter>>(pathsTo(([...names], args) => optionsOf(names, args)));

/** Calls to be made by hand. */
export const calls = typed<TRPCClient<AppRouter>>(
  pathsTo(([...names], [input, given]) => {
    const kind = names.pop() === "mutate" ? "mutation" : "query";
    const { signal, context } = isRecord(given) ? given : {};
    return sendCall({
      kind,
      path: names.join("."),
      input,
      signal: signal instanceof AbortSignal ? signal : undefined,
      acting: isRecord(context) && context.acting === true,
    });
  }),
);

function optionsOf(names: string[], [first, second]: readonly unknown[]): unknown {
  const asked = names.pop();
  const path = names.join(".");
  const given = isRecord(second) ? second : {};
  switch (asked) {
    case "queryOptions":
      return {
        ...given,
        queryKey: keyOf(names, first, "query"),
        queryFn: () => sendCall({ kind: "query", path, input: first }),
      };
    case "infiniteQueryOptions":
      return {
        initialPageParam: isRecord(given) ? (given.initialCursor ?? null) : null,
        ...given,
        queryKey: keyOf(names, first, "infinite"),
        queryFn: ({ pageParam, direction }: Options) =>
          sendCall({
            kind: "query",
            path,
            input: { ...(isRecord(first) && first), ...(pageParam != null && { cursor: pageParam }), direction },
          }),
      };
    case "queryKey":
      return keyOf(names, first, "query");
    case "queryFilter":
      return { ...given, queryKey: keyOf(names, first, "query") };
    case "pathFilter":
      return { ...(isRecord(first) && first), queryKey: keyOf(names, undefined, "any") };
    case "mutationOptions":
      return {
        ...(isRecord(first) && first),
        mutationKey: [names],
        mutationFn: (input: unknown) => sendCall({ kind: "mutation", path, input }),
      };
    case "subscriptionOptions":
      return {
        enabled: true,
        ...given,
        queryKey: keyOf(names, first, "any"),
        subscribe: (listener: Parameters<typeof followStream>[1]) => followStream({ path, input: first }, listener),
      };
  }
  throw new Error(`There are no ${asked ?? "options"} of a procedure.`);
}

/** As @trpc/tanstack-react-query makes it on the server. */
function keyOf(names: readonly string[], input: unknown, type: Kind): unknown[] {
  if (input === undefined && type === "any") return names.length > 0 ? [names] : [];
  return [names, { ...(input !== undefined && { input }), ...(type !== "any" && { type }) }];
}

/** What names and arguments give here is what the router's types say of them: they are the procedures' own names, and the server answers in their types. */
function typed<T>(paths: unknown): T {
  return paths as T;
}

function isRecord(value: unknown): value is Options {
  return typeof value === "object" && value !== null;
}
