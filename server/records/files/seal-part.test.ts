import { expect, test } from "vitest";
import { openPart, sealOfFile, sealPart } from "./seal-part.ts";

const key = "a key of the installation, long enough";
const clear = Buffer.from("what nobody reads without the key");
const place = { n: 3, isLast: false };

test("a part is opened by the same key at its own place alone", () => {
  const seal = sealOfFile(key, "file-1");
  const sealed = sealPart(seal, place, clear);
  expect(sealed.includes("nobody reads")).toBe(false);
  const again = sealOfFile(key, "file-1", seal.salt);
  expect(openPart(again, place, sealed)).toEqual(clear);
  expect(again.check).toEqual(seal.check);
  for (const other of [
    { n: 2, isLast: false },
    { n: 3, isLast: true },
  ]) {
    expect(() => openPart(again, other, sealed)).toThrow();
  }
  expect(() => openPart(sealOfFile(key, "file-2", seal.salt), place, sealed)).toThrow();
  expect(() => openPart(sealOfFile(`${key}.`, "file-1", seal.salt), place, sealed)).toThrow();
  const bent = Buffer.from(sealed);
  bent.writeUInt8(bent.readUInt8(0) ^ 1, 0);
  expect(() => openPart(again, place, bent)).toThrow();
});

test("the same text twice is sealed differently", () => {
  const [one, other] = [sealOfFile(key, "file-1"), sealOfFile(key, "file-1")];
  expect(sealPart(one, place, clear)).not.toEqual(sealPart(other, place, clear));
});
