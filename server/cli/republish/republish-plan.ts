import type { RepublishPlan } from "../../vocabulary/republish-plan.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, refuseWords } from "../command/command.ts";
import { withoutHeld } from "./ask-held.ts";
import { planOptions, readOrderOptions, selectionUsage } from "./order-options.ts";
import { planToTheEnd } from "./plan-to-the-end.ts";

/** `republish plan`: what a job would do, before anybody orders it. */
export const republishPlan: Command = {
  words: ["republish", "plan"],
  reaches: "api",
  summary: "Say what a republish job would do: how many events, to whom, what to know before. Nothing is sent.",
  usage: ["[CONDITION]... --to TARGET [--layer L] [--rate N]", ...selectionUsage, "The token orders exactly this set."],
  options: planOptions,
  async run(given, { env, output }) {
    refuseWords(given);
    const { request: asked, given: options } = await readOrderOptions(given);
    const call = apiOf(env);
    const request = await withoutHeld(call, asked, options["held-by"]);
    const plan = await planToTheEnd(call, request, output);
    output.print(given.json ? JSON.stringify(plan) : planAsText(plan, request.target));
  },
};

/** A plan in a few lines. */
export function planAsText(plan: RepublishPlan, target: string): string {
  const about = (isEstimate: boolean) => (isEstimate ? "about " : "");
  return [
    `${numbered(plan.count, "event")} of ${numbered(plan.members, "member")}, ${plan.first ?? "-"} .. ${plan.last ?? "-"}`,
    `to ${target}, ${plan.deliveries ?? "?"} deliveries, ${plan.durationS ?? "?"} s at ${plan.rate}/s`,
    ...plan.fanOut.map(
      ({ id, receives, drops, isEstimate }) =>
        `  ${id}: receives ${about(isEstimate)}${receives}, its policy drops ${drops}`,
    ),
    ...plan.warnings.map((warning) => {
      const names = "names" in warning ? `: ${warning.names.join(", ")}` : "";
      return `! ${warning.kind}${names} (${about(warning.isEstimate)}${warning.count})`;
    }),
    ...(plan.approval.isNeeded ? ["! needs another admin's approval"] : []),
    `as of ${plan.asOf}; token:`,
    plan.token,
  ].join("\n");
}

function numbered(count: number | null, what: string): string {
  return `${count ?? "uncounted"} ${what}${count === 1 ? "" : "s"}`;
}
