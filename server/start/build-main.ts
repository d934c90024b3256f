// Builds the console into NEXT_DIST_DIR when its sources are not those of the last build there.
import { buildWeb } from "./local/build-web.ts";

try {
  console.log(`The console is ${await buildWeb(() => {})}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
