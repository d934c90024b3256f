import fc from "fast-check";
import { expect, test } from "vitest";
import { useDatabase } from "../testing/database.ts";
import { canonicalIp, isInRange } from "./ip-address.ts";

const database = useDatabase();

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["203.0.113.9:51234", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["::FFFF:CB00:7109", "203.0.113.9"],
  ["[::ffff:203.0.113.9]:443", "203.0.113.9"],
  ["203.000.113.009", "203.0.113.9"],
  [" 203.0.113.9 ", "203.0.113.9"],
  ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["[2001:db8::1]", "2001:db8::1"],
  ["fe80::1%eth0", "fe80::1"],
  ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
  ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
  ["::", "::"],
  ["::1", "::1"],
  ["::1.2.3.4", "::1.2.3.4"],
  ["999.1.1.1", null],
  ["not an address", null],
  ["1.2.3", null],
  ["1.2.3.4.5", null],
  ["::ffff:1.2.3.999", null],
  ["", null],
])("%s is %s, here and in the database", async (written, canonical) => {
  expect(canonicalIp(written)).toBe(canonical);
  const [row] = await database.owner()`select event.canonical_ip(${written}) as canonical`;
  expect(row?.canonical).toBe(canonical);
});

test("here and in the database agree on any address and on what is none", async () => {
  const group = fc.constantFrom("0", "00", "1", "db8", "FFFF", "ffff", "0abc", "g");
  const v6 = fc.array(group, { minLength: 1, maxLength: 9 }).chain((groups) =>
    fc
      .tuple(fc.integer({ min: -1, max: groups.length }), fc.constantFrom("", ":1.2.3.4", ":01.2.3.255"))
      .map(([gap, end]) => {
        const text = gap < 0 ? groups.join(":") : `${groups.slice(0, gap).join(":")}::${groups.slice(gap).join(":")}`;
        return text + end;
      }),
  );
  const v4 = fc
    .array(fc.constantFrom("0", "1", "09", "255", "256", "1000", ""), { minLength: 3, maxLength: 5 })
    .map((parts) => parts.join("."));
  const wrapped = fc
    .oneof(v4, v6)
    .chain((text) => fc.constantFrom(text, `[${text}]`, `[${text}]:80`, `${text}:8080`, `${text}%1`, ` ${text}`));
  const written = fc.sample(wrapped, 3000);
  const rows = await database.owner()<{ canonical: string | null }[]>`
    select event.canonical_ip(w.value) as canonical from unnest(${written}::text[]) with ordinality w(value, n) order by w.n`;
  const differ = written.filter((text, n) => canonicalIp(text) !== rows[n]?.canonical);
  expect(differ).toEqual([]);
  expect(rows.filter(({ canonical }) => canonical !== null).length).toBeGreaterThan(300);
});

test("a range holds its first and last address and none beside them, and one address is a range of one", () => {
  const holds = (range: string) =>
    ["203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"].map((ip) => isInRange(ip, range));
  expect(holds("203.0.113.0/24")).toEqual([false, true, true, false]);
  expect(holds("203.0.113.0")).toEqual([false, true, false, false]);
  expect(holds("203.0.113.0/32")).toEqual([false, true, false, false]);
  expect(isInRange("::ffff:203.0.113.7", "203.0.113.0/24")).toBe(true);
  expect(isInRange("2001:db8::7", "2001:db8::/32")).toBe(true);
  expect(isInRange("203.0.113.7", "::/0")).toBe(false);
});
