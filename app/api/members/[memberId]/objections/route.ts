import { readEnv } from "#server/env";
import { objectionSchema, objectToEvent } from "#server/subscribers/object-to-event";
import { webDatabase } from "#server/trpc/process/web-database";
import { bearerTokenOf } from "#server/trpc/request/bearer-token";
import { clientAddress } from "#server/trpc/request/client-address";
import { parseJson, readBody } from "#server/trpc/request/read-body";
import { refusalResponse } from "#server/trpc/request/refusal-response";
import { refuseToken } from "#server/trpc/request/refuse-token";

const headers = { "cache-control": "no-store" };

/** Takes an objection of the holder of a service token to what a member has asked for: `{ "eventId", "reason" }`. */
export async function POST(request: Request, { params }: { params: Promise<{ memberId: string }> }): Promise<Response> {
  const { memberId } = await params;
  const token = bearerTokenOf(request.headers);
  if (!token) return refuseToken("unknown", headers);
  const body = await readBody(request);
  const given = objectionSchema.safeParse(body === null ? null : parseJson(body));
  if (!given.success) {
    const error = 'Send {"eventId": the id of the event, "reason": 1 to 300 characters} as JSON.';
    return Response.json({ error }, { status: 400, headers });
  }
  const ip = clientAddress(request.headers, readEnv("web").TRUSTED_PROXIES);
  try {
    const answer = await objectToEvent(webDatabase(), { ...given.data, memberId, token, ip });
    if (answer.kind === "unauthorized") return refuseToken(answer.refused, headers);
    return Response.json({ eventId: answer.eventId }, { status: 201, headers });
  } catch (error) {
    return refusalResponse(error, headers);
  }
}
