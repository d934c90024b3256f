import { randomUUID } from "node:crypto";
import { republishOrderSchema } from "../../vocabulary/republish-order.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, refuseWords, UsageError } from "../command/command.ts";
import { withoutHeld } from "./ask-held.ts";
import { orderOptions, readOrderOptions, selectionUsage } from "./order-options.ts";
import { planToTheEnd } from "./plan-to-the-end.ts";
import { planAsText } from "./republish-plan.ts";

/** `republish create`: orders a job, by a plan's token or by a plan made now. */
export const republishCreate: Command = {
  words: ["republish", "create"],
  reaches: "api",
  summary: "Order events to be sent again. Without --plan it plans first and orders exactly that.",
  usage: [
    "[CONDITION]... --to TARGET --reason TEXT [--plan TOKEN] [--layer L] [--rate N] [--order O] [--first-lot N]",
    "[--start-at T] [--ticket TEXT] [--key UUID]",
    ...selectionUsage,
    "O is member (unless given), hold or fastest. --first-lot sends so many and waits for republish resume. --key makes a",
    "repeated order the same job.",
  ],
  options: orderOptions,
  async run(given, { env, output }) {
    refuseWords(given);
    const { request: asked, given: options } = await readOrderOptions(given);
    const call = apiOf(env);
    const request = await withoutHeld(call, asked, options["held-by"]);
    let planToken = options.plan;
    if (planToken === undefined) {
      const plan = await planToTheEnd(call, request, output);
      output.say(planAsText(plan, request.target));
      planToken = plan.token;
    }
    const { order, ticket, reason } = options;
    const parsed = republishOrderSchema.safeParse({
      ...request,
      idempotencyKey: options.key ?? randomUUID(),
      planToken,
      reason: reason ?? "",
      ...(order && { order }),
      ...(ticket !== undefined && { ticket }),
      ...(options["first-lot"] !== undefined && { firstLot: options["first-lot"] }),
      ...(options["start-at"] !== undefined && { startAt: options["start-at"] }),
    });
    if (!parsed.success) {
      const name = (path: PropertyKey[]) => (path[0] === "idempotencyKey" ? "key" : String(path[0]));
      throw new UsageError(parsed.error.issues.map(({ path, message }) => `--${name(path)} ${message}.`).join("\n"));
    }
    const { jobId } = await call((api) => api.republish.create.mutate(parsed.data));
    output.print(given.json ? JSON.stringify({ jobId }) : jobId);
  },
};
