import { TRPCClientError } from "@trpc/client";

export type Fault = {
  kind: "unreachable" | "forbidden" | "signedOut" | "busy" | "unknown";
  /** The server's own sentence, present when it refused for a reason that people can understand. */
  sentence: string | null;
  requestId: string | null;
  field: string | null;
};

/** What can be told of an error: the server's sentence if it gave one, else only its kind. */
export function readFault(error: unknown): Fault {
  if (!(error instanceof TRPCClientError)) {
    // A part of the page that could not be fetched fails by this name.
    const kind = error instanceof Error && error.name === "ChunkLoadError" ? "unreachable" : "unknown";
    return { kind, sentence: null, requestId: null, field: null };
  }
  const data: unknown = error.data;
  if (!isRecord(data)) return { kind: "unreachable", sentence: null, requestId: null, field: null };
  const kind = data.refusal === "busy" ? "busy" : kindOf(data.code);
  // Nobody chose to have so many searches: it is said in the person's language.
  const refused = (typeof data.refusal === "string" || data.code === "BAD_REQUEST") && kind !== "busy";
  return {
    kind,
    sentence: refused ? error.message : null,
    requestId: typeof data.requestId === "string" ? data.requestId : null,
    field: typeof data.field === "string" ? data.field : null,
  };
}

/** Whether asking again could help: what the server decided stays decided. */
export function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof TRPCClientError)) return true;
  const data: unknown = error.data;
  return (
    !isRecord(data) ||
    data.code === "INTERNAL_SERVER_ERROR" ||
    data.refusal === "unavailable" ||
    data.refusal === "busy"
  );
}

/** Whether the session has ended. */
export function isSignedOut(error: unknown): boolean {
  return readFault(error).kind === "signedOut";
}

/** Whether the call would be done if the person showed again who they are. */
export function isUnproved(error: unknown): boolean {
  const data: unknown = error instanceof TRPCClientError ? error.data : undefined;
  return isRecord(data) && data.refusal === "unproved";
}

function kindOf(code: unknown): Fault["kind"] {
  if (code === "UNAUTHORIZED") return "signedOut";
  if (code === "FORBIDDEN") return "forbidden";
  return "unknown";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
