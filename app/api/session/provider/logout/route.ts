import { readEnv } from "#server/env";
import { readLogoutToken } from "#server/staff/provider/logout-token";
import { providerOf } from "#server/staff/provider/provider";
import { endProviderSessions } from "#server/staff/provider/sign-in-by-provider";
import { webDatabase } from "#server/trpc/process/web-database";
import { readBody } from "#server/trpc/request/read-body";
import { refusalResponse } from "#server/trpc/request/refusal-response";

const headers = { "cache-control": "no-store" };

/** Back-channel logout: the identity provider says by a signed token whose sessions are over. */
export async function POST(request: Request): Promise<Response> {
  const provider = providerOf(readEnv("web"));
  if (provider === null)
    return Response.json({ error: "No identity provider is set up here." }, { status: 404, headers });
  const body = await readBody(request);
  const token = body === null ? null : new URLSearchParams(body).get("logout_token");
  try {
    const whose = token === null ? null : await readLogoutToken(provider, token);
    if (whose === null) return Response.json({ error: "invalid_request" }, { status: 400, headers });
    await endProviderSessions(webDatabase(), whose);
    return new Response(null, { status: 200, headers });
  } catch (error) {
    return refusalResponse(error, headers);
  }
}
