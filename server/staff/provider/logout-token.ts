import { createRemoteJWKSet, jwtVerify } from "jose";
import { z } from "zod";
import { discover, type Provider } from "./provider.ts";

const LOGOUT = "http://schemas.openid.net/event/backchannel-logout";

/** A logout token is sent when the person signs out; an older one is somebody's copy. */
const LONGEST_AGE = "2 minutes";

const text = z.string().min(1).max(255);
/** OpenID Connect Back-Channel Logout 1.0, 2.4: the event, a subject or a session or both, and never a nonce. */
const claimsSchema = z
  .object({
    events: z.object({ [LOGOUT]: z.object({}) }),
    sub: text.optional(),
    sid: text.optional(),
    nonce: z.undefined().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined);

/** Whose sessions a logout token of the provider ends; null when it is not to be trusted. Signature, issuer, audience and age are checked. */
export async function readLogoutToken(
  provider: Provider,
  token: string,
): Promise<{ issuer: string; subject: string | null; sid: string | null } | null> {
  const { jwks_uri: keys, issuer } = (await discover(provider)).serverMetadata();
  if (keys === undefined) return null;
  try {
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(keys)), {
      ...{ issuer, audience: provider.clientId, maxTokenAge: LONGEST_AGE, clockTolerance: 30 },
      requiredClaims: ["iat", "jti", "events"],
    });
    const { sub, sid } = claimsSchema.parse(payload);
    return { issuer, subject: sub ?? null, sid: sid ?? null };
  } catch {
    return null;
  }
}
