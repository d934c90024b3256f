import { createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { isIP } from "node:net";
import { NO_PRIVATE_HOSTS, type PrivateHosts } from "../private-hosts.ts";
import type { callFaults } from "../vocabulary/hosts/registered-host.ts";
import { isCallable, lookupAllowed, PrivateAddress } from "./public-address.ts";

/** Whoever is called has so long to answer whole. */
const ANSWER_LIMIT_MS = 10_000;

/** A call to an address that an admin registered: its body is signed with the address's secret. */
export type SignedCall = { url: string; secret: string; body: string; id: string };

/** Why a call brought no answer; `detail` is a code or a number, nothing of the answer itself. */
export type CallFault = { kind: (typeof callFaults)[number]; detail: string };

/** How much of the answer is taken, which hosts of private networks may be called, and for tests, whose certificates count. */
type CallLimits = { mostBytes: number; privateHosts?: PrivateHosts; ca?: string };

/**
 * The header that proves who sent a body and when: `t=SECONDS,v1=HEX`, where HEX is the HMAC-SHA256 of "SECONDS.BODY" with the host's secret.
 *
 * @param seconds since 1970: whoever is called refuses old ones.
 */
export function signatureOf(secret: string, body: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

/**
 * Posts a JSON body to an address that an admin registered, signed, and reads what it answers. By HTTPS alone, to an address of the internet or an allowed one
 * (the one that was checked is the one that is connected to), and nowhere else: a redirect is a refusal. It ends after ten seconds.
 *
 * @returns the answer's text, or what went wrong; nothing is thrown.
 */
export async function callSigned(call: SignedCall, limits: CallLimits): Promise<{ text: string } | CallFault> {
  const { protocol, hostname } = new URL(call.url);
  if (protocol !== "https:") return { kind: "not-https", detail: protocol };
  const literal = hostname.replace(/^\[|\]$/g, "");
  const isAllowed = isCallable(limits.privateHosts ?? NO_PRIVATE_HOSTS, literal);
  // Of an address no name is looked up.
  if (isIP(literal) !== 0 && !isAllowed(literal)) return { kind: "private", detail: literal };
  try {
    const answer = await send(call, { isAllowed, ca: limits.ca });
    const status = answer.statusCode ?? 0;
    const isTaken = status >= 200 && status < 300;
    const text = isTaken ? await readWithin(answer, limits.mostBytes) : null;
    if (text !== null) return { text };
    answer.destroy();
    return isTaken
      ? { kind: "too-large", detail: String(limits.mostBytes) }
      : { kind: "status", detail: String(status) };
  } catch (error) {
    return faultOf(error);
  }
}

function send(
  { url, secret, body, id }: SignedCall,
  { isAllowed, ca }: { isAllowed: (address: string) => boolean; ca: string | undefined },
) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request(url, {
      method: "POST",
      // A connection of its own: one that is kept was checked for another call.
      agent: false,
      lookup: lookupAllowed(isAllowed),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      ...(ca !== undefined && { ca }),
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        accept: "application/json",
        "memberscope-id": id,
        "memberscope-signature": signatureOf(secret, body, Math.floor(Date.now() / 1000)),
      },
    });
    asked.on("response", resolve).on("error", reject).end(body);
  });
}

/** Null when it is more. */
async function readWithin(answer: IncomingMessage, mostBytes: number): Promise<string | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer) {
    bytes += part.length;
    if (bytes > mostBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function faultOf(error: unknown): CallFault {
  if (error instanceof PrivateAddress) return { kind: "private", detail: error.message };
  if (!(error instanceof Error)) return { kind: "unreachable", detail: "unknown" };
  if (error.name === "TimeoutError" || error.name === "AbortError") {
    return { kind: "late", detail: String(ANSWER_LIMIT_MS / 1000) };
  }
  return { kind: "unreachable", detail: "code" in error ? String(error.code) : error.name };
}
