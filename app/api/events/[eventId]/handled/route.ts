import { z } from "zod";
import { readEnv } from "#server/env";
import { handledSchema, reportHandled } from "#server/subscribers/report-handled";
import { webDatabase } from "#server/trpc/process/web-database";
import { bearerTokenOf } from "#server/trpc/request/bearer-token";
import { clientAddress } from "#server/trpc/request/client-address";
import { parseJson, readBody } from "#server/trpc/request/read-body";
import { refusalResponse } from "#server/trpc/request/refusal-response";
import { refuseToken } from "#server/trpc/request/refuse-token";

const headers = { "cache-control": "no-store" };

/** Takes the word of a service token's holder that it handled an event: `{ "outcome", "replay"? }`. */
export async function POST(request: Request, { params }: { params: Promise<{ eventId: string }> }): Promise<Response> {
  const eventId = z.uuid().safeParse((await params).eventId);
  const token = bearerTokenOf(request.headers);
  if (!token) return refuseToken("unknown", headers);
  const body = await readBody(request);
  const given = handledSchema.safeParse(body === null ? null : parseJson(body));
  if (!given.success || !eventId.success) {
    const error =
      'Send {"outcome": 1 to 200 characters, "replay": the message\'s attribute, if it has one} as JSON to the path of the event\'s id.';
    return Response.json({ error }, { status: 400, headers });
  }
  const ip = clientAddress(request.headers, readEnv("web").TRUSTED_PROXIES);
  try {
    const answer = await reportHandled(webDatabase(), { ...given.data, eventId: eventId.data, token, ip });
    if (answer.kind === "unauthorized") return refuseToken(answer.refused, headers);
    return Response.json({}, { status: 201, headers });
  } catch (error) {
    return refusalResponse(error, headers);
  }
}
