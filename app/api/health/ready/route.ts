import { readinessFaults } from "#server/event-storage/readiness";
import { webDatabase } from "#server/trpc/process/web-database";

export const dynamic = "force-dynamic";

/** 200 when people can be served, 503 with the reasons when not. */
export async function GET(): Promise<Response> {
  const faults = await readinessFaults(webDatabase());
  return Response.json({ ready: faults.length === 0, faults }, { status: faults.length === 0 ? 200 : 503 });
}
