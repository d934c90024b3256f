import { CallError, callError, refused } from "./call-error.ts";
import { readServerEvents } from "./read-server-events.ts";
import { CALLS_URL } from "./send-call.ts";

/** The server says something every 5 s; silence for so long is a connection that is gone. */
const SILENCE_MS = 15_000;

/** Who follows a stream. */
export type Listener = {
  onStarted?: () => void;
  onData?: (data: unknown) => void;
  onError?: (error: CallError) => void;
  onComplete?: () => void;
};

/**
 * Follows a subscription by server-sent events, asked by POST like every call here: no input stands in a URL, and another site's page
 * cannot ask. It does not ask again by itself: whoever follows says what is to happen then.
 */
export function followStream(
  { path, input }: { path: string; input: unknown },
  { onStarted, onData, onError, onComplete }: Listener,
): { unsubscribe: () => void } {
  const ending = new AbortController();
  const follow = async () => {
    const response = await fetch(`${CALLS_URL}/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(input ?? {}),
      signal: ending.signal,
    });
    if (!response.ok || response.body === null) throw new CallError(`The stream was refused (${response.status}).`);
    for await (const { event, data } of readServerEvents(response.body, SILENCE_MS)) {
      if (ending.signal.aborted) return;
      if (event === "connected") onStarted?.();
      else if (event === "message") onData?.(JSON.parse(data));
      else if (event === "serialized-error") throw refused(JSON.parse(data));
      else if (event === "return") return onComplete?.();
    }
    throw new CallError("The stream broke off.");
  };
  follow().catch((error: unknown) => {
    if (ending.signal.aborted) return;
    ending.abort();
    onError?.(callError(error));
  });
  return { unsubscribe: () => ending.abort() };
}
