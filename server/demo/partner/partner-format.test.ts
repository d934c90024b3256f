import { expect, test } from "vitest";
import { formatReport, reportCodeOf, reportFileName } from "./partner-format.ts";

test("a file has head, lines of one width and a tail that counts them, each ended by CRLF", () => {
  const text = formatReport({
    day: "20261121",
    sequence: 7,
    lines: [
      { memberId: "90000001", code: "JN", happenedAt: "20261121190812", verified: "N" },
      { memberId: "12345678901234567890", code: "WC", happenedAt: "20261121235959", verified: "X" },
    ],
  });
  expect(text.split("\r\n")).toEqual([
    "HMSP1MEMBERSCOPE202611210007",
    "D00000190000001            JN20261121190812N",
    "D00000212345678901234567890WC20261121235959X",
    "T000002",
    "",
  ]);
});

test("an identifier that does not fit is refused rather than moved into the next field", () => {
  const line = { code: "JN", happenedAt: "20261121190812", verified: "Y" } as const;
  for (const memberId of ["123456789012345678901", "회원-1", "has space", ""]) {
    expect(() => formatReport({ day: "20261121", sequence: 1, lines: [{ ...line, memberId }] })).toThrow();
  }
});

test("the name carries day and number", () => {
  expect(reportFileName({ day: "20261121", sequence: 12 })).toBe("MSP_20261121_0012.txt");
});

test("what the partner does not want has no code", () => {
  expect(reportCodeOf("withdrawal.requested")).toBe("WR");
  expect(reportCodeOf("member.logged-in")).toBeNull();
  expect(reportCodeOf("toString")).toBeNull();
});
