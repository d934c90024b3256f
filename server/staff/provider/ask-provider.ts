import * as oidc from "openid-client";
import { z } from "zod";
import { callbackOf, discover, type Provider } from "./provider.ts";

/** What the browser keeps while its person is at the provider: what the answer is held against, and where to go on. */
export const pendingSchema = z.strictObject({
  state: z.string().min(20).max(100),
  nonce: z.string().min(20).max(100),
  verifier: z.string().min(43).max(128),
  /** Signs in, or shows again who the person of the session is. */
  purpose: z.enum(["sign-in", "prove"]),
  next: z.string().max(2000),
});
export type Pending = z.infer<typeof pendingSchema>;

/**
 * Where to send a browser so that the provider says whose it is: code flow with PKCE, state and nonce, each used once. To prove
 * again who they are, people sign in there anew, whatever session the provider has.
 *
 * @param longestSeconds how long ago the provider may have seen the person.
 * @throws what `discover` throws.
 */
export async function askProvider(
  provider: Provider,
  { purpose, next, longestSeconds }: Pick<Pending, "purpose" | "next"> & { longestSeconds: number },
): Promise<{ url: URL; pending: Pending }> {
  const configuration = await discover(provider);
  const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: callbackOf(provider).href,
    scope: provider.scope,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    max_age: String(longestSeconds),
    ...(purpose === "prove" && { prompt: "login" }),
  });
  return { url, pending: { state, nonce, verifier, purpose, next } };
}
