// npm run reset: away with everything that npm start has kept.
import { dataDirectory } from "./data/data-directory.ts";
import { removeData } from "./data/remove-data.ts";
import { describeFailure } from "./refusals/start-refusal.ts";

const directory = dataDirectory();
try {
  const removed = await removeData(directory);
  console.log(removed.length === 0 ? `There is no data in ${directory}.` : `Removed ${removed.join(" and ")}.`);
} catch (error) {
  console.error(describeFailure(error, directory));
  process.exitCode = 1;
}
