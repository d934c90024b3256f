import { ACTING_HEADER } from "../../server/vocabulary/staff/acting-header.ts";
import { askForProof } from "./ask-for-proof.ts";
import { CallError, callError, isUnproved, type Refusal, refused } from "./call-error.ts";

export type CallKind = "query" | "mutation";

/** A call of a procedure. `acting` says that a person did something, which keeps the session alive. */
export type Call = {
  kind: CallKind;
  path: string;
  input: unknown;
  signal?: AbortSignal | undefined;
  acting?: boolean | undefined;
};

/** What the server answers to one call. */
type Answer = { result: { data: unknown } } | { error: Refusal };

/** The server refuses longer batches. */
const MAX_BATCH = 10;
export const CALLS_URL = "/api/trpc";

type Waiting = Call & { resolve: (data: unknown) => void; reject: (error: CallError) => void };

/** The server takes no batch of both. */
const waiting: Record<CallKind, Waiting[]> = { query: [], mutation: [] };

/**
 * Sends a call; those of one moment go together. Every call is a POST, so that no input stands in a URL. One that is refused for want of
 * a fresh proof asks for it and is made once more: whoever calls does not notice.
 *
 * @throws CallError when it was refused, or did not reach the server.
 */
export async function sendCall(call: Call): Promise<unknown> {
  const send = () => (isSlow(call.path) ? sendAlone(call) : sendTogether(call));
  try {
    return await send();
  } catch (error) {
    if (!isUnproved(error) || !(await askForProof())) throw error;
    return send();
  }
}

/** They ask SNS or SQS as well, or read much, and may take seconds: nothing else waits for them in one batch, and whoever goes on ends them. */
function isSlow(path: string): boolean {
  return (
    path === "publication.status" ||
    /^(subscribers|counts|links|events\.search.*|views\.news|republish\.(plan|countOn|late)$)/.test(path)
  );
}

async function sendAlone({ path, input, signal }: Call): Promise<unknown> {
  return dataOf(await post({ path, body: input, signal }));
}

function sendTogether(call: Call): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (waiting[call.kind].length === 0) setTimeout(() => flush(call.kind));
    waiting[call.kind].push({ ...call, resolve, reject });
  });
}

function flush(kind: CallKind): void {
  const calls = waiting[kind].splice(0);
  for (let n = 0; n < calls.length; n += MAX_BATCH) void sendBatch(calls.slice(n, n + MAX_BATCH));
}

async function sendBatch(calls: readonly Waiting[]): Promise<void> {
  try {
    const answers = await post({
      path: `${calls.map(({ path }) => path).join(",")}?batch=1`,
      body: Object.fromEntries(calls.map(({ input }, n) => [n, input])),
      signal: allOf(calls.map(({ signal }) => signal)),
      acting: calls.some(({ acting }) => acting === true),
    });
    for (const [n, call] of calls.entries()) settle(call, Array.isArray(answers) ? answers[n] : answers);
  } catch (error) {
    for (const { reject } of calls) reject(callError(error));
  }
}

function settle({ resolve, reject }: Waiting, answer: unknown): void {
  try {
    resolve(dataOf(answer));
  } catch (error) {
    reject(callError(error));
  }
}

type Post = { path: string; body: unknown; signal?: AbortSignal | undefined; acting?: boolean };

async function post({ path, body, signal, acting = false }: Post): Promise<unknown> {
  try {
    const response = await fetch(`${CALLS_URL}/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(acting && { [ACTING_HEADER]: "1" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    return await response.json();
  } catch (error) {
    throw callError(error);
  }
}

/** Ends when all of them have: what somebody still waits for goes on. */
function allOf(signals: readonly (AbortSignal | undefined)[]): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined);
  if (given.length < signals.length) return undefined;
  const ending = new AbortController();
  const look = () => {
    if (given.every(({ aborted }) => aborted)) ending.abort();
  };
  for (const signal of given) signal.addEventListener("abort", look, { once: true });
  look();
  return ending.signal;
}

function dataOf(answer: unknown): unknown {
  if (isAnswer(answer)) {
    if ("error" in answer) throw refused(answer.error);
    return answer.result.data;
  }
  throw new CallError("The server gave no answer that could be read.");
}

function isAnswer(value: unknown): value is Answer {
  if (typeof value !== "object" || value === null) return false;
  return "result" in value || ("error" in value && typeof value.error === "object" && value.error !== null);
}
