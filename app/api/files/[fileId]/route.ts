import { readEnv } from "#server/env";
import { DomainError } from "#server/errors";
import { type TakenFile, takeFile } from "#server/records/files/take-file";
import { createContext } from "#server/trpc/context";
import { refusalResponse } from "#server/trpc/request/refusal-response";
import { refuseForeignRequest } from "#server/trpc/request/refuse-foreign-request";
import { oneFileSchema } from "#server/vocabulary/oversight/prepared-file";

const headers = { "cache-control": "no-store" };

/** Hands a prepared file over to the person who asked for it: once, part by part as the caller reads. */
export async function POST(request: Request, { params }: { params: Promise<{ fileId: string }> }): Promise<Response> {
  const refused = refuseForeignRequest(request);
  if (refused) return refused;
  const asked = oneFileSchema.safeParse(await params);
  if (!asked.success) {
    return Response.json(
      { error: asked.error.issues.map(({ message }) => message).join("; ") },
      { status: 400, headers },
    );
  }
  try {
    const { db, actor, actorFault } = await createContext({ headers: request.headers, acts: true });
    if (actorFault !== undefined) throw actorFault;
    if (!actor)
      return Response.json({ error: "Sign in first: there is no valid session or token." }, { status: 401, headers });
    if (actor.mustChangePassword) throw new DomainError("forbidden", "Choose another password first, under Settings.");
    const fileKey = readEnv("web").FILE_KEY;
    return fileResponse(await takeFile(db, actor, { ...asked.data, fileKey }));
  } catch (thrown) {
    return refusalResponse(thrown, headers);
  }
}

function fileResponse({ fileName, type, bytes, sha256, parts }: TakenFile): Response {
  const reader = parts();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value } = await reader.next();
        if (value === undefined) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await reader.return();
      },
    },
    // One part at a time, and only when somebody reads.
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      ...headers,
      "content-type": type,
      "content-length": String(bytes),
      "content-disposition": `attachment; filename="${fileName}"`,
      "repr-digest": `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`,
    },
  });
}
