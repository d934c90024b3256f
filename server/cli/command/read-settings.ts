import { type Env, readEnv } from "../../env.ts";
import { UsageError } from "./command.ts";

/**
 * The command line's settings.
 *
 * @throws UsageError that lists every variable with a fault.
 */
export function readSettings(env: Record<string, string | undefined>): Env<"cli"> {
  try {
    return readEnv("cli", env);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
