import { z } from "zod";
import { resumeLayerSchema, stopLayerSchema } from "../publication/stop-layer.ts";
import { apiOf } from "./api-client.ts";
import { type Command, type Given, readOneWord, readOptions, UsageError } from "./command.ts";

const stopOptionsSchema = z.object({ reason: z.string({ error: "must be given: say why it is stopped" }) });

/** `publication stop`: nothing is sent again in a layer until `publication go`. */
export const publicationStop: Command = {
  words: ["publication", "stop"],
  summary: "Stop everything that sends again in a layer: what is due, and republish jobs. First publications go on.",
  usage: [
    "LAYER --reason TEXT",
    "LAYER is internal or external. Everybody sees TEXT beside the stop. Needs an admin's token.",
  ],
  options: { reason: { type: "string" } },
  async run(given, { env, output }) {
    const { reason } = readOptions(stopOptionsSchema, given.values);
    const order = readOrder(stopLayerSchema, { layer: readLayer(given), reason });
    await apiOf(env)((api) => api.publication.stop.mutate(order));
    output.print(given.json ? JSON.stringify({ layer: order.layer, stopped: true }) : `${order.layer}: stopped`);
  },
};

/** `publication go`: a stopped layer sends again. */
export const publicationGo: Command = {
  words: ["publication", "go"],
  summary: "Let a stopped layer send again; what became due meanwhile goes out, oldest first.",
  usage: ["LAYER", "LAYER is internal or external. One that is not stopped stays as it is. Needs an admin's token."],
  options: {},
  async run(given, { env, output }) {
    const order = readOrder(resumeLayerSchema, { layer: readLayer(given) });
    await apiOf(env)((api) => api.publication.resume.mutate(order));
    output.print(given.json ? JSON.stringify({ layer: order.layer, stopped: false }) : `${order.layer}: sends`);
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
