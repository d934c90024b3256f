import { NO_PRIVATE_HOSTS, type PrivateHosts } from "../private-hosts.ts";
import { type CallFault, callSigned, type SignedCall } from "./call-signed.ts";

/** Nobody reads the answer. */
const ANSWER_BYTES = 64 * 1024;

/**
 * Posts a JSON body to an address that an admin registered, as callSigned does.
 *
 * @returns null when it was taken (2xx), else what went wrong, in a sentence without anything of the answer.
 */
export async function postSigned(
  call: SignedCall,
  privateHosts: PrivateHosts = NO_PRIVATE_HOSTS,
): Promise<string | null> {
  const answer = await callSigned(call, { mostBytes: ANSWER_BYTES, privateHosts });
  return "text" in answer || answer.kind === "too-large" ? null : sentenceOf(answer);
}

function sentenceOf({ kind, detail }: CallFault): string {
  switch (kind) {
    case "not-https":
      return "The address is not HTTPS.";
    case "private":
      return "The host's address is private: only addresses of the internet are called, and those that the worker's PRIVATE_HOSTS allows.";
    case "status":
      return `The host answered ${detail}.`;
    case "late":
      return `The host did not answer within ${detail} seconds.`;
    default:
      return `The host could not be reached (${detail}).`;
  }
}
