import * as oidc from "openid-client";
import { z } from "zod";
import type { Role } from "../../vocabulary/roles.ts";
import type { Pending } from "./ask-provider.ts";
import { callbackOf, discover, type Provider } from "./provider.ts";

/** Who somebody is by the provider's word; `role` is null when none of their groups has one. */
export type Identity = {
  issuer: string;
  subject: string;
  login: string;
  name: string;
  role: Role | null;
  authTime: string;
  sid: string | null;
};

/** An answer of the provider that is not to be trusted; `rule` says which rule it breaks, in words for the access records. */
export class RefusedAnswer extends Error {
  readonly rule: string;
  constructor(rule: string, cause?: unknown) {
    super(`The identity provider's answer was refused: ${rule}.`, { cause });
    this.rule = rule;
  }
}

const text = z.string().min(1).max(255);
const claimsSchema = z.object({
  iss: z.string(),
  sub: text,
  auth_time: z.number(),
  amr: z.array(z.string()).optional(),
  sid: text.optional(),
});
const personSchema = z.object({
  preferred_username: text.optional().catch(undefined),
  email: text.optional().catch(undefined),
  name: text.optional().catch(undefined),
});
const groupsSchema = z.array(z.string()).catch([]);

/** What no text of the database and no line of a record may hold, and what stands in records for hosts and programs. */
const UNFIT = /[\p{C}:\s]+/gu;

/**
 * Exchanges the code in the provider's answer and reads who it names. State, issuer, nonce, PKCE, signature, audience and times
 * are checked by openid-client; that `auth_time` is there, and that one of the wanted methods (`amr`) was used, here.
 *
 * @param search the query of the address that the browser was sent back to.
 * @param longestSeconds how long ago the provider may have seen the person.
 * @throws RefusedAnswer for whatever is wrong with it; what the network says when the provider is away.
 */
export async function readAnswer(
  provider: Provider,
  { search, pending, longestSeconds }: { search: string; pending: Pending; longestSeconds: number },
): Promise<Identity> {
  const configuration = await discover(provider);
  const address = callbackOf(provider);
  address.search = search;
  const tokens = await oidc
    .authorizationCodeGrant(configuration, address, {
      ...{ expectedState: pending.state, expectedNonce: pending.nonce, pkceCodeVerifier: pending.verifier },
      ...{ idTokenExpected: true, maxAge: longestSeconds },
    })
    .catch((error: unknown) => {
      throw refusalOf(error);
    });
  const parsed = claimsSchema.safeParse(tokens.claims());
  if (!parsed.success) throw new RefusedAnswer("a claim is missing");
  const { iss: issuer, sub: subject, auth_time, amr = [], sid = null } = parsed.data;
  if (provider.amr !== null && !provider.amr.some((method) => amr.includes(method))) {
    throw new RefusedAnswer(`amr names none of ${provider.amr.join(", ")}`);
  }
  const claims = await withUserInfo(provider, { claims: { ...tokens.claims() }, subject, token: tokens.access_token });
  const person = personSchema.parse(claims);
  const groups = groupsSchema.parse(claims[provider.groupsClaim]);
  const login = (person.preferred_username ?? person.email ?? subject).replaceAll(UNFIT, ".");
  return {
    ...{ issuer, subject, login, name: (person.name ?? login).replaceAll(/\p{C}+/gu, " ").slice(0, 100), sid },
    role: provider.roles.find(({ group }) => groups.includes(group))?.role ?? null,
    authTime: new Date(auth_time * 1000).toISOString(),
  };
}

/** Groups stand in the ID token, or are asked for with the access token, which is then thrown away. */
async function withUserInfo(
  provider: Provider,
  { claims, subject, token }: { claims: Record<string, unknown>; subject: string; token: string },
): Promise<Record<string, unknown>> {
  const configuration = await discover(provider);
  if (claims[provider.groupsClaim] !== undefined || !configuration.serverMetadata().userinfo_endpoint) return claims;
  const more = await oidc.fetchUserInfo(configuration, token, subject).catch((error: unknown) => {
    throw refusalOf(error);
  });
  return { ...more, ...claims };
}

/** What the network says stays as it is: nothing was wrong with the answer. */
function refusalOf(error: unknown): unknown {
  if (error instanceof TypeError && error.message === "fetch failed") return error;
  if (error instanceof DOMException && error.name === "TimeoutError") return error;
  return new RefusedAnswer(ruleOf(error), error);
}

function ruleOf(error: unknown): string {
  const words = error instanceof Error ? error.message : "it cannot be read";
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `${words}${cause}`.slice(0, 200);
}
