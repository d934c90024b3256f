import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { RECORDER } from "../../subscribers/built-in-subscribers.ts";
import { selectSubscribers } from "../../subscribers/select-subscribers.ts";
import { ALL } from "../../vocabulary/choices/send-choices.ts";
import type { LayerName } from "../../vocabulary/member-event.ts";

/**
 * How many subscribers a message of a job may reach: one that is named, or all of the layer but the recorder.
 *
 * @throws DomainError "bad-input" for a target that is nobody's.
 */
export async function receiversOf(
  db: Executor,
  { layer, target }: { layer: LayerName; target: string },
): Promise<number> {
  const receivers = (await selectSubscribers(db, layer)).map(({ id }) => id).filter((id) => id !== RECORDER);
  if (target === ALL) return Math.max(1, receivers.length);
  if (receivers.includes(target)) return 1;
  throw new DomainError(
    "bad-input",
    `"${target}" is no subscriber of the ${layer} layer. Choose ALL or one of: ${receivers.join(", ") || "nobody yet"}.`,
    { field: "target" },
  );
}
