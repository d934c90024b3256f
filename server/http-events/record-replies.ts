import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Change, type JsonValue, NO_MEMBER } from "../vocabulary/member-event.ts";
import { matchPath, type PathNames } from "./match-path.ts";

/** How a request ended, by its status: below 400, below 500, the rest; or the client left before the reply was whole. */
export type Outcome = "succeeded" | "refused" | "failed" | "aborted";

/** A reply that is about to be sent. `note` is what the handler said of it by noteOnReply. */
export type Reply = { request: IncomingMessage; names: PathNames; status: number; outcome: Outcome; note: ReplyNote };

/** What only the handler knows: the attributes that changed, or the member when no path names it. */
export type ReplyNote = { memberId?: string; attributes?: Record<string, Change> };

/** Which requests become which event. */
export type ReplyRule = {
  method: string;
  /** Like "/members/:memberId/phone"; the member is the name memberId, or what the handler notes, else "unknown". */
  path: string;
  /** Past tense, from the event catalog; null records nothing. */
  action: string | ((reply: Reply) => string | null);
  /** Left out, the attributes that the handler noted. */
  attributes?: (reply: Reply) => Record<string, Change>;
  /** The outcomes to record; left out, all of them. */
  outcomes?: readonly Outcome[];
};

/** What event.record_member_event is called with. */
export type ReplyEvent = {
  memberId: string;
  action: string;
  attributes: Record<string, Change>;
  context: Record<string, JsonValue>;
  source: string;
  sourceEventId: string;
};

export type ReplyRecording = {
  /** Names this server as a producer. */
  source: string;
  /** The first rule that fits a request decides. */
  rules: readonly ReplyRule[];
  /** Who asks, without personal values: a staff id, a service, "member". */
  actorOf: (request: IncomingMessage) => string;
  record: (event: ReplyEvent) => Promise<unknown>;
  /** Takes what could not be recorded; the reply is sent all the same. */
  onFailure: (error: unknown, event: ReplyEvent) => void;
  /** An id that a repeated request carries again, so that it is one event; left out, each request is an event. */
  requestIdOf?: (request: IncomingMessage) => string | undefined;
};

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const notes = new WeakMap<ServerResponse, ReplyNote>();

/** Called by a handler before its reply ends: what the event shall say. */
export function noteOnReply(response: ServerResponse, note: ReplyNote): void {
  notes.set(response, { ...notes.get(response), ...note });
}

/**
 * Wraps the handler of a node:http server, so that chosen requests become events with actor and outcome.
 *
 * The event is recorded before the reply ends: whoever has the whole reply can find the event. It is not part of the
 * handler's transaction: a process that dies between its commit and the reply leaves a change without an event. Where that
 * must not be, call event.record_member_event inside the transaction instead. A failing record is told to `onFailure` and never fails the
 * request.
 */
export function recordReplies(recording: ReplyRecording, handler: Handler): Handler {
  return (request, response) => {
    const [path, method] = [request.url ?? "/", request.method ?? "GET"];
    for (const rule of recording.rules) {
      const names = rule.method === method ? matchPath(rule.path, path) : undefined;
      if (names === undefined) continue;
      watchReply(response, async (outcome) => {
        const note = notes.get(response) ?? {};
        const event = eventOf(recording, rule, { request, names, status: response.statusCode, outcome, note });
        if (event === undefined) return;
        try {
          await recording.record(event);
        } catch (error) {
          recording.onFailure(error, event);
        }
      });
      break;
    }
    handler(request, response);
  };
}

/** Holds the end of a reply until `tell` is done; tells of a client that left as "aborted". Tells once. */
function watchReply(response: ServerResponse, tell: (outcome: Outcome) => Promise<void>): void {
  const end = response.end.bind(response);
  let isTold = false;
  const holdEnd = (...args: unknown[]): ServerResponse => {
    if (isTold) return response;
    isTold = true;
    void tell(outcomeOf(response.statusCode)).then(() => Reflect.apply(end, response, args));
    return response;
  };
  Reflect.set(response, "end", holdEnd);
  response.once("close", () => {
    if (isTold) return;
    isTold = true;
    void tell("aborted");
  });
}

function outcomeOf(status: number): Outcome {
  if (status < 400) return "succeeded";
  return status < 500 ? "refused" : "failed";
}

function eventOf(recording: ReplyRecording, rule: ReplyRule, reply: Reply): ReplyEvent | undefined {
  if (rule.outcomes && !rule.outcomes.includes(reply.outcome)) return undefined;
  const action = typeof rule.action === "string" ? rule.action : rule.action(reply);
  if (action === null) return undefined;
  const { request, names, note, outcome, status } = reply;
  const ip = request.socket.remoteAddress;
  return {
    memberId: names.memberId ?? note.memberId ?? NO_MEMBER,
    action,
    attributes: rule.attributes?.(reply) ?? note.attributes ?? {},
    context: {
      actor: recording.actorOf(request),
      outcome,
      ...(outcome === "aborted" ? {} : { status }),
      // The rule's pattern, not the address: an address may hold anything.
      request: `${rule.method} ${rule.path}`,
      ...(ip === undefined ? {} : { ip }),
    },
    source: recording.source,
    sourceEventId: recording.requestIdOf?.(request) ?? randomUUID(),
  };
}
