import { z } from "zod";
import { retryParkedSchema } from "../../publication/retry-parked.ts";
import { resumeLayerSchema, stopLayerSchema } from "../../publication/stop-layer.ts";
import { stopScopes } from "../../vocabulary/publication-status.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, type Given, readOneWord, readOptions, UsageError } from "../command/command.ts";

const stopOptionsSchema = z.object({
  reason: z.string({ error: "must be given: say why it is stopped" }),
  scope: z.enum(stopScopes, { error: `must be ${stopScopes.join(" or ")}` }).default("everything"),
});
const retryOptionsSchema = z.object({ reason: z.string({ error: "must be given: say what was mended" }) });

/** `publication stop`: nothing is sent in a layer, or no job's messages, until `publication go`. */
export const publicationStop: Command = {
  words: ["publication", "stop"],
  reaches: "api",
  summary: "Stop everything that is sent in a layer, or republish jobs alone. Events are still stored.",
  usage: [
    "LAYER --reason TEXT [--scope jobs|everything]",
    "LAYER is internal or external. Everything: first sends, the external publisher, the detector and jobs.",
    "Everybody sees TEXT beside the stop. Needs an admin's token.",
  ],
  options: { reason: { type: "string" }, scope: { type: "string" } },
  async run(given, { env, output }) {
    const { reason, scope } = readOptions(stopOptionsSchema, given.values);
    const order = readOrder(stopLayerSchema, { layer: readLayer(given), reason, scope });
    await apiOf(env)((api) => api.publication.stop.mutate(order));
    const said = scope === "jobs" ? "republish jobs are stopped" : "stopped";
    output.print(given.json ? JSON.stringify({ layer: order.layer, stopped: true, scope }) : `${order.layer}: ${said}`);
  },
};

/** `publication go`: a stopped layer sends again. */
export const publicationGo: Command = {
  words: ["publication", "go"],
  reaches: "api",
  summary: "Let a stopped layer send again; what became due meanwhile goes out, oldest first.",
  usage: ["LAYER", "LAYER is internal or external. One that is not stopped stays as it is. Needs an admin's token."],
  options: {},
  async run(given, { env, output }) {
    const order = readOrder(resumeLayerSchema, { layer: readLayer(given) });
    await apiOf(env)((api) => api.publication.resume.mutate(order));
    output.print(given.json ? JSON.stringify({ layer: order.layer, stopped: false }) : `${order.layer}: sends`);
  },
};

/** `publication retry`: events that were given up get nine more tries. */
export const publicationRetry: Command = {
  words: ["publication", "retry"],
  reaches: "api",
  summary: "Give the parked events of a layer nine more tries, oldest first, at most 10,000 at once.",
  usage: [
    "LAYER --reason TEXT",
    "LAYER is internal or external. They go to all subscribers, marked as replays. Needs an admin's token.",
  ],
  options: { reason: { type: "string" } },
  async run(given, { env, output }) {
    const { reason } = readOptions(retryOptionsSchema, given.values);
    const order = readOrder(retryParkedSchema, { layer: readLayer(given), reason });
    const { retried } = await apiOf(env)((api) => api.publication.retryParked.mutate(order));
    const told = retried === 1 ? "1 parked event is due again" : `${retried} parked events are due again`;
    output.print(given.json ? JSON.stringify({ layer: order.layer, retried }) : `${order.layer}: ${told}`);
  },
};

function readLayer(given: Given): string {
  return readOneWord(given, "the layer, internal or external");
}

/** @throws UsageError with one sentence for each part that breaks its rule, before anything is sent. */
function readOrder<T>(schema: z.ZodType<T>, order: object): T {
  const parsed = schema.safeParse(order);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) =>
    path[0] === "layer" ? "The layer must be internal or external." : `--${String(path[0])} ${message}.`,
  );
  throw new UsageError(faults.join("\n"));
}
