import * as oidc from "openid-client";
import type { Env } from "../../env.ts";
import { isLoopback } from "../../loopback.ts";
import type { Role } from "../../vocabulary/roles.ts";

/** Clocks of two machines differ by so many seconds. */
const CLOCK_TOLERANCE_S = 30;

/** A provider that does not answer holds up nobody longer than this. */
const ANSWER_LIMIT_S = 10;

/** What is found out about the provider holds for so long; its keys are asked for anew when one is unknown. */
const KNOWN_FOR_MS = 60 * 60 * 1000;

/** The identity provider of staff, and what is asked of it. `amr`: of these methods one must have been used; null where none is asked for. */
export type Provider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  publicUrl: string;
  scope: string;
  groupsClaim: string;
  roles: readonly { group: string; role: Role }[];
  amr: readonly string[] | null;
  name: string;
};

/** The provider that the settings name; null where staff sign in by accounts of their own. */
export function providerOf(env: Env<"web">): Provider | null {
  const {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    PUBLIC_URL: publicUrl,
  } = env;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined || publicUrl === undefined)
    return null;
  return {
    ...{ issuer, clientId, clientSecret, publicUrl, scope: env.OIDC_SCOPE, groupsClaim: env.OIDC_GROUPS_CLAIM },
    roles: env.OIDC_ROLES ?? [],
    amr: env.OIDC_AMR === "none" ? null : env.OIDC_AMR.split(",").map((method) => method.trim()),
    name: env.OIDC_NAME ?? new URL(issuer).host,
  };
}

/** Where the provider sends people back to, as it is to be registered there. */
export function callbackOf({ publicUrl }: Provider): URL {
  return new URL("/api/session/provider/callback", publicUrl);
}

type Known = { key: string; until: number; configuration: Promise<oidc.Configuration> };
let known: Known | undefined;

/**
 * What the provider says about itself, kept for an hour. ID tokens are taken only with a signature by one of its keys, those too that come straight from it.
 *
 * @throws what the network or the provider's answer says; the next call asks again.
 */
export function discover(provider: Provider): Promise<oidc.Configuration> {
  const key = JSON.stringify([provider.issuer, provider.clientId, provider.clientSecret]);
  if (known?.key === key && known.until > performance.now()) return known.configuration;
  const configuration = ask(provider);
  known = { key, until: performance.now() + KNOWN_FOR_MS, configuration };
  configuration.catch(() => {
    known = undefined;
  });
  return configuration;
}

async function ask({ issuer, clientId, clientSecret }: Provider): Promise<oidc.Configuration> {
  const url = new URL(issuer);
  const onLoopback = url.protocol === "http:" && isLoopback(url.hostname);
  return oidc.discovery(
    url,
    clientId,
    { [oidc.clockTolerance]: CLOCK_TOLERANCE_S },
    oidc.ClientSecretBasic(clientSecret),
    {
      timeout: ANSWER_LIMIT_S,
      execute: [oidc.enableNonRepudiationChecks, ...(onLoopback ? [oidc.allowInsecureRequests] : [])],
    },
  );
}
