import { createHmac } from "node:crypto";

/** Whoever is called has so long to answer. */
const ANSWER_LIMIT_MS = 10_000;

/**
 * The header that proves who sent a body and when: `t=SECONDS,v1=HEX`, where HEX is the HMAC-SHA256 of "SECONDS.BODY" with the host's secret.
 *
 * @param seconds since 1970: whoever is called refuses old ones.
 */
export function signatureOf(secret: string, body: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

/**
 * Posts a JSON body to an address that an admin registered, signed. It goes nowhere else: a redirect is a refusal.
 *
 * @returns null when it was taken (2xx), else what went wrong, in a sentence without anything of the answer.
 */
export async function postSigned(call: {
  url: string;
  secret: string;
  body: string;
  id: string;
}): Promise<string | null> {
  const { url, secret, body, id } = call;
  if (!url.startsWith("https://")) return "The address is not HTTPS.";
  try {
    const answer = await fetch(url, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      headers: {
        "content-type": "application/json",
        "memberscope-id": id,
        "memberscope-signature": signatureOf(secret, body, Math.floor(Date.now() / 1000)),
      },
      body,
    });
    await answer.body?.cancel();
    return answer.ok ? null : `The host answered ${answer.status}.`;
  } catch (error) {
    return `The host could not be reached (${reasonOf(error)}).`;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const { cause } = error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : error.name;
}
