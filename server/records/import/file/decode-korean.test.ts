import { expect, test } from "vitest";
import { decodeKorean } from "./decode-korean.ts";

test.each([
  ["8c63b9e6", "똠방"],
  ["94ee", "뷁"],
  ["8141", "갂"],
  ["a041", "잸"],
  ["a0fe", "좤"],
  ["a141", "좥"],
  ["c652", "힣"],
  ["b0a1c8fe", "가힝"],
  ["61c7d1b1db2c62", "a한글,b"],
  ["a2e6", "€"],
  ["a2e7b0a1", "®가"],
  ["", ""],
])("%s is %s", (bytes, text) => expect(decodeKorean(Buffer.from(bytes, "hex"))).toBe(text));

test.each(["81", "b0", "8120", "b020", "ff41", "80", "c653", "b0a1ed959c"])("%s is no Korean text", (bytes) => {
  expect(decodeKorean(Buffer.from(bytes, "hex"))).toBeUndefined();
});
