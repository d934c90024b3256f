import { codeOf, faultText } from "./fault-text.ts";

/**
 * What became of one message:
 * `accepted` SNS has it; `refused` SNS answered that this message is wrong (`senderFault`: it will never be right) or that
 * this one failed inside; `unreachable` SNS serves nobody from here now: no connection, throttled, broken, or not allowed,
 * and the message was not taken; `unknown` it was sent and the answer is lost: it may have been published.
 */
export type PublishOutcome =
  | { kind: "accepted"; messageId: string }
  | { kind: "refused"; senderFault: boolean; text: string }
  | { kind: "unreachable"; text: string }
  | { kind: "unknown"; text: string };

/** SNS's error codes about the message itself; every other answer says something about SNS, the topic or our rights. */
const MESSAGE_FAULTS = new Set([
  "InvalidParameter",
  "InvalidParameterException",
  "InvalidParameterValue",
  "InvalidParameterValueException",
  "ParameterValueInvalid",
  "BatchRequestTooLong",
  "BatchRequestTooLongException",
  "ValidationError",
  "ValidationException",
]);

/** Codes of Node's network errors that come before a request is on its way. */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL"]);

/** Reads an error of the AWS SDK as the outcome of the request that met it. */
export function outcomeOfError(error: unknown): Exclude<PublishOutcome, { kind: "accepted" }> {
  const name = error instanceof Error ? error.name : "";
  const text = faultText(error);
  if (isAnswer(error)) {
    // A wrong topic is also an InvalidParameter, and no message's fault.
    const isMessageFault = MESSAGE_FAULTS.has(name) && !text.includes("TopicArn");
    return isMessageFault ? { kind: "refused", senderFault: true, text } : { kind: "unreachable", text };
  }
  if (wasNeverSent(error)) return { kind: "unreachable", text };
  return { kind: "unknown", text };
}

/** An answer of the service carries its status; an error of the network has none. */
function isAnswer(error: unknown): boolean {
  if (!(error instanceof Error) || !("$metadata" in error)) return false;
  const metadata = error.$metadata;
  return typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata
    ? metadata.httpStatusCode !== undefined
    : false;
}

function wasNeverSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // Node tries every address of a host and reports all failures together.
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(wasNeverSent);
  if (NEVER_SENT.has(codeOf(error))) return true;
  if (error.name === "CredentialsProviderError") return true;
  return error.name === "TimeoutError" && error.message.includes("establish a connection");
}
