import { describe, expect, test } from "vitest";
import { timeReader } from "./read-time.ts";
import { compileFormat } from "./time-format.ts";
import { instantsIn } from "./zone-offset.ts";

function read(value: string | number, format: string | string[], zone?: string): string {
  const instant = timeReader({ format: typeof format === "string" ? [format] : format, zone })(value);
  return typeof instant === "string" ? `refused: ${instant}` : instant.iso;
}

test.each([
  ["2015-12-10T06:55:48+09:00", "iso", undefined, "2015-12-09T21:55:48.000000Z"],
  ["2015-12-10 06:55:48.123456", "iso", "Asia/Seoul", "2015-12-09T21:55:48.123456Z"],
  ["2015-12-10", "iso", "UTC", "2015-12-10T00:00:00.000000Z"],
  ["2015-12-10T06:55Z", "iso", undefined, "2015-12-10T06:55:00.000000Z"],
  ["1449698148", "unix-seconds", undefined, "2015-12-09T21:55:48.000000Z"],
  ["1449698148.5", "unix-seconds", undefined, "2015-12-09T21:55:48.500000Z"],
  ["-1.5", "unix-seconds", undefined, "1969-12-31T23:59:58.500000Z"],
  [1449698148123, "unix-milliseconds", undefined, "2015-12-09T21:55:48.123000Z"],
  ["1449698148123456", "unix-microseconds", undefined, "2015-12-09T21:55:48.123456Z"],
  ["20151210065548", "yyyyMMddHHmmss", "+09:00", "2015-12-09T21:55:48.000000Z"],
  ["10/Dec/2015:06:55:48 +0900", "dd/MMM/yyyy:HH:mm:ss Z", undefined, "2015-12-09T21:55:48.000000Z"],
  ["10.12.15 6:55:48,25", "dd.MM.yy H:mm:ss,SS", "Asia/Seoul", "2015-12-09T21:55:48.250000Z"],
  ["2015. 12. 10. 오전 6:55", "yyyy. M. d. a h:mm", "Asia/Seoul", "2015-12-09T21:55:00.000000Z"],
  ["12/10/2015 12:05 AM", "MM/dd/yyyy hh:mm a", "UTC", "2015-12-10T00:05:00.000000Z"],
  ["2015년 12월 10일", "yyyy년 M월 d일", "UTC", "2015-12-10T00:00:00.000000Z"],
  ["2015-12-10 06:55:48 UTC", "iso", "Asia/Seoul", "2015-12-10T06:55:48.000000Z"],
  ["Thu, 10 Dec 2015 06:55:48 GMT", "EEE, dd MMM yyyy HH:mm:ss Z", undefined, "2015-12-10T06:55:48.000000Z"],
  ["Thu Dec 10 06:55:48 KST 2015", "EEE MMM dd HH:mm:ss 'KST' yyyy", "Asia/Seoul", "2015-12-09T21:55:48.000000Z"],
  ["Thursday, December 10, 2015 6:55 PM", "EEEE, MMMM d, yyyy h:mm a", "UTC", "2015-12-10T18:55:00.000000Z"],
  ["2015. 12. 10.(목) 06:55", "yyyy. M. d.(EEE) HH:mm", "UTC", "2015-12-10T06:55:00.000000Z"],
  ["2015년 12월 10일 목요일", "yyyy년 M월 d일 EEEE", "UTC", "2015-12-10T00:00:00.000000Z"],
  ["1449698148123456789", "unix-nanoseconds", undefined, "2015-12-09T21:55:48.123456Z"],
  ["on 2015-12-10", "'on' yyyy-MM-dd", "UTC", "2015-12-10T00:00:00.000000Z"],
])("%s as %s in %s is %s", (value, format, zone, expected) => {
  expect(read(value, format, zone)).toBe(expected);
});

test("epochs of several units are told apart when the longest unit stands first", () => {
  const units = ["unix-seconds", "unix-milliseconds", "unix-microseconds", "unix-nanoseconds"];
  const times = ["1449698148", "1449698148123", "1449698148123456", "1449698148123456789"].map((at) => read(at, units));
  expect(times).toEqual([
    "2015-12-09T21:55:48.000000Z",
    "2015-12-09T21:55:48.123000Z",
    "2015-12-09T21:55:48.123456Z",
    "2015-12-09T21:55:48.123456Z",
  ]);
});

test("formats are tried in turn", () => {
  expect(read("10.12.2015", ["iso", "dd.MM.yyyy"], "UTC")).toBe("2015-12-10T00:00:00.000000Z");
});

describe("refuses", () => {
  test.each([
    ["a day that does not exist", "2015-02-29", "iso", "no time that exists"],
    ["an hour that does not exist", "2015-02-28 24:00:01", "iso", "no time that exists"],
    ["text after the time", "2015-12-10 x", "yyyy-MM-dd", "no time of the format yyyy-MM-dd"],
    ["too few digits", "2015-1-10", "yyyy-MM-dd", "no time of the format"],
    ["a sentinel", "0000-00-00", "iso", "no time that exists"],
    ["an hour 0 of a half day", "2015-12-10 00:05 AM", "yyyy-MM-dd hh:mm a", "no time of the format"],
  ])("%s", (_, value, format, sentence) => {
    expect(read(value, format, "UTC")).toContain(sentence);
  });

  test("a time without an offset when no zone is given", () => {
    expect(read("2015-12-10 06:55:48", "iso")).toContain("give the mapping's time a zone");
  });
});

test("a format that cannot be meant is a fault", () => {
  const fault = (format: string) => {
    const compiled = compileFormat(format);
    return "fault" in compiled ? compiled.fault : "";
  };
  expect(fault("yyyy-MM-DD")).toContain('"DD"');
  expect(fault("HH:mm")).toContain("names no y, M, d");
  expect(fault("yyyy-MM-dd hh:mm")).toContain("together with a");
  expect(fault("yyyy-MM-dd 'T")).toContain("'T");
  expect(fault("(a+)+$")).toContain("names no y");
});

test("where clocks change, the first of two instants is meant, and a time that never was is read by the offset before", () => {
  const berlin = instantsIn("Europe/Berlin");
  const at = (local: string) => new Date(berlin(Date.parse(`${local}Z`))).toISOString();
  expect(at("2015-10-25T01:59:59")).toBe("2015-10-24T23:59:59.000Z");
  expect(at("2015-10-25T02:30:00")).toBe("2015-10-25T00:30:00.000Z");
  expect(at("2015-10-25T03:00:00")).toBe("2015-10-25T02:00:00.000Z");
  expect(at("2015-03-29T01:59:59")).toBe("2015-03-29T00:59:59.000Z");
  expect(at("2015-03-29T02:30:00")).toBe("2015-03-29T01:30:00.000Z");
  expect(at("2015-03-29T03:00:00")).toBe("2015-03-29T01:00:00.000Z");
});
