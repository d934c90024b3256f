// Everything that npm start runs: embedded servers, console, worker and demo, kept running until a signal comes.
import { join } from "node:path";
import { dataDirectory, SHELL_FILE, takeDataDirectory } from "./data/data-directory.ts";
import { removeData } from "./data/remove-data.ts";
import { startEverything } from "./local/start-everything.ts";
import { refuseExternalDatabase } from "./refusals/external-database.ts";
import { describeFailure, StartRefusal } from "./refusals/start-refusal.ts";
import { readWebAddress } from "./refusals/web-address.ts";
import { say } from "./supervise/progress.ts";
import { Services } from "./supervise/services.ts";

const directory = dataDirectory();
const services = new Services();
let giveBack = () => {};
let isStopping = false;

async function stop(exitCode: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  const began = Date.now();
  await services.stop();
  giveBack();
  if (exitCode === 0) say(`Stopped everything (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  process.exit(exitCode);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(0));
process.once("disconnect", () => stop(0));

// A terminal or a reader of the output that is gone is no reason to end.
for (const output of [process.stdout, process.stderr]) output.on("error", () => {});
for (const fault of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(fault, (error: unknown) => {
    console.error(describeFailure(error, directory));
    void stop(1);
  });
}

try {
  if (process.argv.includes("--fresh")) {
    if (!process.env.MEMBERSCOPE_DATA_DIR) {
      throw new StartRefusal("--fresh deletes all data before the start, so it needs MEMBERSCOPE_DATA_DIR to be set.");
    }
    await removeData(directory);
  }
  await refuseExternalDatabase(process.env.DATABASE_URL, join(directory, SHELL_FILE));
  // First of the two: a second start of the same data would also find its port taken, and that is not the reason.
  giveBack = takeDataDirectory(directory);
  const address = await readWebAddress();
  await startEverything({ directory, address, services });
} catch (error) {
  // A part that fails because the stop has ended it is not the reason to show.
  if (!isStopping) console.error(describeFailure(error, directory));
  await stop(1);
}
