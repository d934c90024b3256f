/** What the partner calls each happening; everything else it does not want to know. */
export const reportCodes = {
  "member.joined": "JN",
  "identity-verification.completed": "VY",
  "identity-verification.removed": "VN",
  "member.suspended": "SU",
  "member.reinstated": "RE",
  "withdrawal.requested": "WR",
  "withdrawal.taken-back": "WB",
  "withdrawal.completed": "WC",
} as const;

/** The partner's code of an action; null for one it does not want. */
export function reportCodeOf(action: string): string | null {
  return Object.entries(reportCodes).find(([name]) => name === action)?.[1] ?? null;
}

/** One line of a report. */
export type ReportLine = {
  memberId: string;
  code: string;
  /** In Seoul, as YYYYMMDDhhmmss. */
  happenedAt: string;
  /** Whether the identity is verified now; X when the member is gone. */
  verified: "Y" | "N" | "X";
};

/** One file: its day in Seoul as YYYYMMDD, and its number within the day. */
export type Report = { day: string; sequence: number; lines: readonly ReportLine[] };

/** The partner's system reads fixed widths; a longer identifier would move every field behind it. */
const MEMBER_WIDTH = 20;

/** The name the partner expects: `MSP_20261121_0001.txt`. */
export function reportFileName({ day, sequence }: Pick<Report, "day" | "sequence">): string {
  return `MSP_${day}_${fourDigits(sequence)}.txt`;
}

/**
 * A file in the partner's format MSP, version 1: a head, one line of fixed width a happening, and a tail that counts them;
 * ASCII, CRLF after every line.
 *
 * @throws Error when a member's identifier does not fit.
 */
export function formatReport({ day, sequence, lines }: Report): string {
  const body = lines.map(({ memberId, code, happenedAt, verified }, at) => {
    if (!/^[\x21-\x7e]{1,20}$/.test(memberId))
      throw new Error("the partner's format has no place for this member's identifier");
    return `D${sixDigits(at + 1)}${memberId.padEnd(MEMBER_WIDTH)}${code}${happenedAt}${verified}`;
  });
  const all = [`HMSP1MEMBERSCOPE${day}${fourDigits(sequence)}`, ...body, `T${sixDigits(lines.length)}`];
  return all.map((line) => `${line}\r\n`).join("");
}

function fourDigits(n: number): string {
  return String(n).padStart(4, "0");
}

function sixDigits(n: number): string {
  return String(n).padStart(6, "0");
}
