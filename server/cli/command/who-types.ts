import { userInfo } from "node:os";
import type { Outsider } from "../../staff/actor.ts";

/** Whoever typed a command on the host, by the name of the system's account: what access records say of acts without a staff account. */
export function whoTypes(): Outsider {
  return { kind: "host", login: `host:${systemAccount()}`, ip: null };
}

/** A container may run under a number that has no name. */
function systemAccount(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
