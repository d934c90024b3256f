// How fast a republish job sends and freezes, what memory it takes, and what it does to live traffic.
//   npm run bench -- republish [PART...]     parts: speed, freeze, live; all unless some are named

import { writeBenchResult } from "../server/testing/bench-result.ts";
import { startInstallation } from "../server/testing/installation.ts";
import { measureFreeze } from "../server/testing/republish-freeze.ts";
import { measureLive } from "../server/testing/republish-live.ts";
import { measureSpeed } from "../server/testing/republish-speed.ts";

const measures = { speed: measureSpeed, freeze: measureFreeze, live: measureLive };
const named = process.argv.slice(2);
const goals = [];
const found: Record<string, unknown> = {};
for (const [name, measure] of Object.entries(measures)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const installation = await startInstallation();
  try {
    const part = await measure(installation);
    console.log(name, JSON.stringify(part.found));
    console.table(part.goals);
    goals.push(...part.goals);
    found[name] = part.found;
  } finally {
    await installation.stop();
  }
}
writeBenchResult("republish", { ...found, goals });
if (goals.some(({ isMet }) => !isMet)) process.exitCode = 1;
