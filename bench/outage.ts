// What members feel while SNS is away, refuses or hangs, and what the other layer feels while the external topic hangs.
//   npm run bench -- outage [ROUNDS] [SECONDS] [EVENTS_PER_SECOND]
import postgres from "postgres";
import { atMost, finishBenchmark, median } from "../server/testing/bench-result.ts";
import { startInstallation } from "../server/testing/installation.ts";
import { type Phase, type PhaseResult, phases, runOutageRounds } from "../server/testing/wire/outage-rounds.ts";

const MOST_TIMES = 1.3;
const NAMED_WITHIN_MS = 10_000;
const DRAINED_WITHIN_MS = 30_000;

const [rounds = 3, seconds = 30, perSecond = 50] = process.argv.slice(2).map(Number);
const installation = await startInstallation();
const owner = postgres(installation.ownerUrl, { max: 2, onnotice: () => {} });
try {
  const { ownerUrl, workerUrl } = installation;
  const settings = { ownerUrl, workerUrl, prefix: "bench-", perSecond, seconds };
  const results = await runOutageRounds(owner, rounds, settings, (result) => console.log(JSON.stringify(result)));
  const sick = phases.filter((phase) => phase !== "well");
  const goals = [
    ...sick.map((phase) =>
      atMost(
        `p99 of a member's write while SNS ${phase}`,
        ratio(results, phase, ({ writeP99 }) => writeP99),
        MOST_TIMES,
        "times well",
      ),
    ),
    atMost(
      "lag of the internal layer while the external topic hangs",
      ratio(results, "external hangs", ({ internalLagP50 }) => internalLagP50),
      MOST_TIMES,
      "times well",
    ),
    atMost(
      "until it is named",
      Math.max(...results.map(({ phase, namedMs }) => namedMs ?? (phase === "well" ? 0 : Infinity))),
      NAMED_WITHIN_MS,
      "ms",
    ),
    atMost(
      "until all is recorded afterwards",
      Math.max(...results.map(({ drainedMs }) => drainedMs)),
      DRAINED_WITHIN_MS,
      "ms",
    ),
  ];
  finishBenchmark("outage", goals, { rounds, seconds, perSecond, results });
} finally {
  await owner.end();
  await installation.stop();
}

/** The median over the rounds of what a phase had against the well one of its round. */
function ratio(results: readonly PhaseResult[], phase: Phase, of: (result: PhaseResult) => number | null): number {
  const values = (name: Phase) =>
    results.filter((result) => result.phase === name).map((result) => of(result) ?? Infinity);
  const well = values("well");
  return median(values(phase).map((value, round) => value / (well[round] ?? 1)));
}
