import type { PlanRequest } from "../../vocabulary/republish-order.ts";
import type { RepublishPlan } from "../../vocabulary/republish-plan.ts";
import type { apiOf } from "../command/api-client.ts";
import type { Output } from "../command/command.ts";

/** Plans, and where the set takes long to count, counts on to its end and says how far it is; Ctrl-C stops it. */
export async function planToTheEnd(
  call: ReturnType<typeof apiOf>,
  request: PlanRequest,
  output: Output,
): Promise<RepublishPlan> {
  const first = await call((api) => api.republish.plan.query(request));
  if (first.count !== null) return first;
  const { selection, layer, target } = request;
  const { token } = first;
  let told = -1;
  for (;;) {
    const { counted, share, isDone } = await call((api) =>
      api.republish.countOn.query({ selection, layer, target, token }),
    );
    const tenth = Math.floor(share * 10);
    if (tenth > told) output.say(`counted ${counted} so far (${Math.round(share * 100)} %)`);
    told = tenth;
    if (isDone) return call((api) => api.republish.plan.query({ ...request, counted: token }));
  }
}
