import type { Context } from "../../trpc/context.ts";
import { createCallerFactory } from "../../trpc/procedure.ts";
import { appRouter } from "../../trpc/router.ts";

/** tRPC keeps all procedures flat by their path at run time, but types them nested. */
const procedures: object = appRouter._def.procedures;

/** Every procedure's path, like `members.profile`. */
export const procedurePaths = Object.keys(procedures);

/** What a procedure says of itself. */
export function metaOf(path: string): { permission: unknown; kind: unknown; type: unknown } {
  const definition: object = Reflect.get(Object(Reflect.get(procedures, path)), "_def");
  const meta: object = Reflect.get(definition, "meta");
  return {
    permission: Reflect.get(meta, "permission"),
    kind: Reflect.get(meta, "kind"),
    type: Reflect.get(definition, "type"),
  };
}

/** Calls a procedure by its path, with an input of any shape; of a stream, the first that it pushes. */
export async function callProcedure(context: Context, path: string, input: unknown): Promise<unknown> {
  let target: unknown = createCallerFactory(appRouter)(context);
  for (const part of path.split(".")) target = Reflect.get(Object(target), part);
  if (typeof target !== "function") throw new Error(`${path} is no procedure`);
  const answer: unknown = await target(input);
  return isStream(answer) ? firstOf(answer) : answer;
}

function isStream(answer: unknown): answer is AsyncGenerator {
  return typeof answer === "object" && answer !== null && Symbol.asyncIterator in answer;
}

async function firstOf(stream: AsyncGenerator): Promise<unknown> {
  for await (const answer of stream) return answer;
  throw new Error("a stream ended without an answer");
}
