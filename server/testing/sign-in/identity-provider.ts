import { createServer } from "node:http";
import { exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import Provider, { type Configuration } from "oidc-provider";

const clientId = "memberscope";
const clientSecret = "a secret of the console at the provider";

/** A person at the provider. `ageSeconds`: how long ago they signed in there. */
export type ProviderPerson = { subject: string; groups: string[]; amr?: string[]; ageSeconds?: number; name?: string };

/** How an ID token is made wrong before it is handed out; null hands it out as it is. */
export type TokenFault = {
  claims?: (claims: JWTPayload) => JWTPayload;
  signature?: "none" | "foreign key";
};

/** A standards-conforming identity provider on loopback, at which whoever is asked for is signed in. */
export type IdentityProvider = {
  issuer: string;
  settings: Record<string, string>;
  person: ProviderPerson;
  fault: TokenFault | null;
  /** Signs `person` in for an authorization request; gives the address that the browser is sent back to. */
  visit(url: string, cookies?: Map<string, string>): Promise<URL>;
  logoutToken(claims: JWTPayload, signature?: "foreign key"): Promise<string>;
  stop(): Promise<void>;
};

/** Starts one for a console at `publicUrl`. */
export async function startIdentityProvider(publicUrl: string): Promise<IdentityProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the provider got no port");
  const issuer = `http://127.0.0.1:${address.port}`;
  const [own, foreign] = [await makeKey("own"), await makeKey("own")];
  const running: IdentityProvider = {
    issuer,
    settings: {
      ...{ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, PUBLIC_URL: publicUrl },
      OIDC_ROLES: "cs-leads=admin,cs-agents=agent",
    },
    person: { subject: "nobody", groups: [] },
    fault: null,
    visit: (url, cookies = new Map()) => visit(url, cookies, publicUrl),
    logoutToken: (claims, signature) => sign(claims, signature === undefined ? own : foreign, "logout+jwt"),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const provider = new Provider(issuer, configurationOf(running, { key: own, publicUrl }));
  provider.use(async (context, next) => {
    const login = /^\/interaction\//.test(context.path);
    if (login) {
      const { subject, amr = ["pwd", "mfa"], ageSeconds = 0 } = running.person;
      const ts = Math.floor(Date.now() / 1000) - ageSeconds;
      await provider.interactionFinished(context.req, context.res, { login: { accountId: subject, amr, ts } });
      context.respond = false;
      return;
    }
    await next();
    const { body } = context;
    if (context.path !== "/token" || typeof body !== "object" || body === null || !("id_token" in body)) return;
    body.id_token = await spoil(String(body.id_token), { running, own, foreign });
  });
  server.on("request", provider.callback());
  return running;
}

type Key = { jwk: JWK };

async function makeKey(kid: string): Promise<Key> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  return { jwk: { ...(await exportJWK(privateKey)), kid, alg: "RS256", use: "sig" } };
}

function configurationOf(
  running: IdentityProvider,
  { key, publicUrl }: { key: Key; publicUrl: string },
): Configuration {
  return {
    clients: [
      {
        ...{ client_id: clientId, client_secret: clientSecret },
        redirect_uris: [new URL("/api/session/provider/callback", publicUrl).href],
      },
    ],
    jwks: { keys: [key.jwk as NonNullable<Configuration["jwks"]>["keys"][number]] },
    cookies: { keys: ["a key for tests"] },
    claims: { openid: ["sub"], profile: ["name", "preferred_username", "groups"] },
    ttl: { Interaction: 60, Grant: 60, Session: 60, AccessToken: 60, IdToken: 60, AuthorizationCode: 60 },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: async (_context, accountId) => ({
      accountId,
      claims: async () => {
        const { groups, name = "Kim" } = running.person;
        return { sub: accountId, preferred_username: accountId, name, groups };
      },
    }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId, ...(oidc.account && { accountId: oidc.account.accountId }) });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
  };
}

async function sign(claims: JWTPayload, { jwk }: Key, typ = "JWT"): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: "RS256", typ, kid: "own" }).sign(await importJWK(jwk, "RS256"));
}

async function spoil(
  idToken: string,
  { running, own, foreign }: { running: IdentityProvider; own: Key; foreign: Key },
): Promise<string> {
  const given: JWTPayload = JSON.parse(Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString());
  const { fault, person } = running;
  const claims = { ...given, amr: person.amr ?? ["pwd", "mfa"] };
  const wrong = fault?.claims?.(claims) ?? claims;
  if (fault?.signature === "none") return new UnsecuredJWT(wrong).encode();
  return sign(wrong, fault?.signature === "foreign key" ? foreign : own);
}

/** Goes where it is sent, as a browser does, until it is sent back to the console. */
async function visit(start: string, cookies: Map<string, string>, publicUrl: string): Promise<URL> {
  let url = new URL(start);
  for (let steps = 0; steps < 10; steps += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { redirect: "manual", headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = answer.headers.get("location");
    if (location === null) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
    url = new URL(location, url);
    if (url.origin === new URL(publicUrl).origin) return url;
  }
  throw new Error("the provider sends round in circles");
}
