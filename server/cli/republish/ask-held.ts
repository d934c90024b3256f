import { setTimeout as wait } from "node:timers/promises";
import type { PlanRequest } from "../../vocabulary/republish-order.ts";
import type { apiOf } from "../command/api-client.ts";
import { CommandFailure, UsageError } from "../command/command.ts";

/** A worker asks at once and waits ten seconds at most. */
const ASK_AGAIN_MS = 300;
const MOST_TRIES = 150;

/**
 * Has the address of `--held-by` asked which events the subscriber has, and leaves those out.
 *
 * @param heldBy the address or its id; undefined asks nobody.
 * @throws UsageError without --subscriber or for an address that is not registered for this; CommandFailure when it gives no
 *   answer that can be used.
 */
export async function withoutHeld(
  call: ReturnType<typeof apiOf>,
  request: PlanRequest,
  heldBy: string | undefined,
): Promise<PlanRequest> {
  if (heldBy === undefined) return request;
  const { selection, layer } = request;
  const { subscriber, conditions = [] } = selection;
  if (subscriber === undefined) throw new UsageError("--held-by needs --subscriber: whose events it is asked for.");
  const { hosts } = await call((api) => api.hosts.list.query({}));
  const host = hosts.find(
    ({ id, url, purpose, revokedAt }) =>
      purpose === "held-events" && revokedAt === null && (id === heldBy || url === heldBy),
  );
  if (host === undefined) {
    throw new UsageError(
      "--held-by must be an address that is registered to be asked for events. An admin registers it under Settings, Addresses to call.",
    );
  }
  const { id } = await call((api) => api.republish.askHeld.mutate({ hostId: host.id, subscriber, layer, conditions }));
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { state, fault, detail } = await call((api) => api.republish.held.query({ id }));
    if (state === "answered") return { ...request, selection: { ...selection, heldAnswer: id } };
    if (state === "failed") {
      throw new CommandFailure(`${host.url} gave no answer that can be used: ${fault} ${detail ?? ""}`.trimEnd());
    }
    await wait(ASK_AGAIN_MS);
  }
  throw new CommandFailure(`No worker has asked ${host.url} yet. See that one runs, then try again.`);
}
