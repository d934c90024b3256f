import fc from "fast-check";
import { expect, test } from "vitest";
import { useDatabase } from "../../testing/database.ts";

const database = useDatabase();

async function maskOf(kind: string, value: string): Promise<string | null> {
  const [row] = await database.owner()<{ mask: string | null }[]>`
    select event.mask(${kind}, event.normalize_personal(${kind}, ${value})) as mask`;
  return row?.mask ?? null;
}

test.each([
  ["phone", "010-1234-5678", "010-****-5678"],
  ["phone", "011-234-5678", "011-****-678"],
  ["phone", "021-2345", "02-****-45"],
  ["phone", "031-234-5678", "031-****-678"],
  ["phone", "+12345678", "+1-****-678"],
  ["phone", "+44 20 7946 0958", "+44-****-0958"],
  ["phone", "+353 1 234 5678", "+353-****-5678"],
  ["email", "kim@example.com", "k***@e***"],
  ["email", "k@example.com", "***@e***"],
  ["name", "김민준", "김**"],
  ["name", "이수", "이**"],
  ["name", "K", "**"],
  ["address", "서울특별시 송파구 위례성대로 2", "서울특별시 송파구 ***"],
  ["address", "서울 송파구 위례성대로", "서울 ***"],
  ["address", "서울 송파구", "서울 ***"],
  ["address", "서울특별시 송파구", "***"],
  ["address", "송파구", "***"],
])("a %s %s is shown as %s", async (kind, value, mask) => {
  expect(await maskOf(kind, value)).toBe(mask);
});

test("of no number more than its prefix and half of the rest is shown, however long it is", async () => {
  const digits = fc.stringMatching(/^[0-9]{6,15}$/);
  const number = fc.tuple(fc.constantFrom("0", "+82", "+1", "+353", "+"), digits).map(([begin, rest]) => begin + rest);
  await fc.assert(
    fc.asyncProperty(number, async (value) => {
      const [row] = await database.owner()<{ clear: string | null }[]>`
        select event.normalize_personal('phone', ${value}) as clear`;
      const clear = row?.clear ?? null;
      if (clear === null) return;
      const [prefix = "", , end = ""] = (await maskOf("phone", value))?.split("-") ?? [];
      const dialled = clear.startsWith("+82") ? `0${clear.slice(3)}` : clear;
      expect(dialled.startsWith(prefix) && dialled.endsWith(end)).toBe(true);
      expect(end.length * 2).toBeLessThanOrEqual(dialled.length - prefix.length);
    }),
    { numRuns: 200 },
  );
});

test("nothing of other kinds is shown whole, and of names and mail names never more than half", async () => {
  const word = fc.stringMatching(/^[a-z가-힣]{1,8}$/u);
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 6 }), async (words) => {
      const address = (await maskOf("address", words.join(" ")))?.split(" ").slice(0, -1) ?? [];
      expect(address).toEqual(words.slice(0, address.length));
      expect(address.length * 2).toBeLessThanOrEqual(words.length);
      const [name = ""] = words;
      expect(((await maskOf("name", name))?.length ?? 0) - 2).toBeLessThanOrEqual(name.length / 2);
      const mail = (await maskOf("email", `${name}@example.com`))?.split("***")[0] ?? "";
      expect(mail.length).toBeLessThanOrEqual(name.length / 2);
    }),
    { numRuns: 100 },
  );
});
