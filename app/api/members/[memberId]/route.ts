import { readEnv } from "#server/env";
import { memberDetails } from "#server/subscribers/member-details";
import { webDatabase } from "#server/trpc/process/web-database";
import { bearerTokenOf } from "#server/trpc/request/bearer-token";
import { clientAddress } from "#server/trpc/request/client-address";
import { refusalResponse } from "#server/trpc/request/refusal-response";
import { refuseToken } from "#server/trpc/request/refuse-token";

/** Nobody may keep a copy: the point of the question is the latest state. */
const headers = { "cache-control": "no-store" };

/** The latest state of a member, for the holder of a service token: the fields of the token's scope. */
export async function GET(request: Request, { params }: { params: Promise<{ memberId: string }> }): Promise<Response> {
  const { memberId } = await params;
  const token = bearerTokenOf(request.headers);
  if (!token) return refuseToken("unknown", headers);
  const ip = clientAddress(request.headers, readEnv("web").TRUSTED_PROXIES);
  try {
    const answer = await memberDetails(webDatabase(), { token, memberId, ip });
    if (answer.kind === "unauthorized") return refuseToken(answer.refused, headers);
    if (answer.kind === "not found") {
      return Response.json({ error: "There is no member with this identifier." }, { status: 404, headers });
    }
    return Response.json(answer.details, { headers });
  } catch (error) {
    return refusalResponse(error, headers);
  }
}
