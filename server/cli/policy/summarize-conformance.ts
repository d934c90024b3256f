import type { CaseResult, Verdict } from "../../conformance/run-conformance.ts";

const kinds = [
  { kind: "match", name: "deliveries" },
  { kind: "invalid", name: "refusals" },
  { kind: "contested", name: "contested" },
] as const;

const verdicts = ["agrees", "differs", "unproven", "not asked"] as const satisfies readonly Verdict[];

/**
 * Results as a table of counts, then each case that does not agree, then what the contested ones came to.
 *
 * `isConform` says whether every delivery and refusal that could be asked agrees; contested cases are questions, and no
 * answer to them is wrong.
 */
export function summarizeConformance(results: readonly CaseResult[]): { lines: string[]; isConform: boolean } {
  const count = (kind: string, verdict: Verdict) => {
    return String(results.filter((one) => one.kind === kind && one.verdict === verdict).length);
  };
  const others = results.filter(({ kind, verdict }) => kind !== "contested" && verdict !== "agrees");
  const contested = results.filter(({ kind }) => kind === "contested");
  const row = (name: string, cells: readonly string[]) =>
    [name.padEnd(10), ...cells.map((cell) => cell.padStart(9))].join("  ");
  return {
    lines: [
      row("", verdicts),
      ...kinds.map(({ kind, name }) =>
        row(
          name,
          verdicts.map((verdict) => count(kind, verdict)),
        ),
      ),
      ...(others.length > 0 ? ["", ...others.flatMap(sayCase)] : []),
      ...(contested.length > 0 ? ["", "Contested, as SNS decides them:", ...contested.flatMap(sayCase)] : []),
    ],
    isConform: others.every(({ verdict }) => verdict === "not asked"),
  };
}

function sayCase({ id, verdict, expected, found }: CaseResult): string[] {
  return [`${id}: ${verdict}`, `    here: ${expected}`, `    SNS:  ${found}`];
}
