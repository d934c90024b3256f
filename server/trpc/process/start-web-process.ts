import { readEnv } from "../../env.ts";
import { watchPool } from "../../pool-watchdog.ts";
import { endStreamsWithProcess } from "../stream/open-streams.ts";
import { trustPeerAddress } from "./trust-peer-address.ts";
import { webDatabase } from "./web-database.ts";

/**
 * What the web process does once before its first request: reads its settings, watches its pool, and sees to it that
 * streams end with it.
 *
 * @throws Error that lists every missing or wrong setting.
 */
export function startWebProcess(): void {
  readEnv("web");
  trustPeerAddress();
  endStreamsWithProcess();
  watchPool(webDatabase());
}
