import { createTRPCClient, httpLink, TRPCClientError } from "@trpc/client";
import type { AppRouter } from "../../trpc/router.ts";
import { valueInLine } from "../../vocabulary/visible-text.ts";
import { CommandFailure, UsageError } from "./command.ts";
import { readSettings } from "./read-settings.ts";

/** The typed calls of the console's API. */
export type ApiClient = ReturnType<typeof createTRPCClient<AppRouter>>;

/** A search of all history takes seconds at most; a server that takes longer is not well. */
const ANSWER_LIMIT_MS = 60_000;

/**
 * Makes calls of the running product, as the owner of the personal access token: MEMBERSCOPE_URL and MEMBERSCOPE_TOKEN.
 *
 * @returns a function that hands the client to `use` and turns what goes wrong into a sentence.
 * @throws UsageError when there is no token.
 */
export function apiOf(env: Record<string, string | undefined>): <T>(use: (api: ApiClient) => Promise<T>) => Promise<T> {
  const { url, token } = whereAndWho(env);
  const client = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: new URL("/api/trpc", url).href,
        methodOverride: "POST",
        headers: { authorization: `Bearer ${token}` },
        fetch: (input, options) => fetch(input, { ...options, signal: AbortSignal.timeout(ANSWER_LIMIT_MS) }),
      }),
    ],
  });
  return async (use) => {
    try {
      return await use(client);
    } catch (error) {
      throw failureOf(error, url);
    }
  };
}

/**
 * Posts to a route of the running product that answers with a file, as the owner of the personal access token.
 *
 * @returns a function that gives the answer; its body takes as long as it is read.
 * @throws UsageError when there is no token; CommandFailure with the product's own sentence when it refuses.
 */
export function postOf(env: Record<string, string | undefined>): (path: string) => Promise<Response> {
  const { url, token } = whereAndWho(env);
  return async (path) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const answer = await fetch(new URL(path, url), { method: "POST", headers, body: "{}" }).catch((error: unknown) => {
      throw awayFailure(error instanceof Error ? error : new Error(String(error)), url);
    });
    if (answer.ok) return answer;
    const said: unknown = await answer.json().catch(() => null);
    throw new CommandFailure(valueInLine(String(Object(said).error ?? `The product answered ${answer.status}.`)));
  };
}

function whereAndWho(env: Record<string, string | undefined>): { url: string; token: string } {
  const { MEMBERSCOPE_URL: url, MEMBERSCOPE_TOKEN: token } = readSettings(env);
  if (token !== undefined) return { url, token };
  throw new UsageError(
    "MEMBERSCOPE_TOKEN is not set. Set it to a personal access token; an admin on the host makes one with: memberscope tokens create --login LOGIN",
  );
}

function awayFailure(error: Error, url: string): CommandFailure {
  return new CommandFailure(
    `There is no Memberscope answering at ${url} (${reasonOf(error)}). Start it, or set MEMBERSCOPE_URL to where it is.`,
  );
}

function failureOf(error: unknown, url: string): unknown {
  if (!(error instanceof TRPCClientError)) return error;
  const data: unknown = error.data;
  if (data === undefined || data === null) return awayFailure(error, url);
  const id = typeof data === "object" && "requestId" in data ? ` (request ${String(data.requestId)})` : "";
  // It may name what somebody else wrote.
  return new CommandFailure(`${valueInLine(error.message)}${id}`);
}

/** fetch says only "fetch failed"; why stands in its cause. */
function reasonOf(error: Error): string {
  for (let one: unknown = error.cause; one instanceof Error; one = one.cause) {
    if ("code" in one && typeof one.code === "string") return one.code;
  }
  return error.message;
}
