import { readEnv } from "../../env.ts";
import { watchPool } from "../../pool-watchdog.ts";
import { trustPeerAddress } from "./trust-peer-address.ts";
import { webDatabase } from "./web-database.ts";

/**
 * What the web process does once before its first request: reads its settings, and watches its pool.
 *
 * @throws Error that lists every missing or wrong setting.
 */
export function startWebProcess(): void {
  readEnv("web");
  trustPeerAddress();
  watchPool(webDatabase());
}
