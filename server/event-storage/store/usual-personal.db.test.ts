import fc from "fast-check";
import { expect, test } from "vitest";
import { useDatabase } from "../../testing/database.ts";

const database = useDatabase();

const digits = (min: number, max: number) => fc.stringMatching(new RegExp(`^[0-9]{${min},${max}}$`));
const mobile = fc
  .tuple(fc.constantFrom("010", "011", "016", "019", "012", "10", "+8210"), fc.constantFrom("", "-", " "), digits(6, 9))
  .map(([prefix, dash, rest]) => `${prefix}${dash}${rest.slice(0, -4)}${dash}${rest.slice(-4)}`);
const mail = fc
  .tuple(
    fc.stringMatching(/^[a-zA-Z0-9._+@ -]{1,70}$/),
    fc.constantFrom("@", "@@", " @ ", ""),
    fc.stringMatching(/^[a-zA-Z0-9. -]{1,130}$/),
    fc.constantFrom(".com", ".co.kr", ".COM", "", ".", "\n"),
  )
  .map((parts) => parts.join(""));

test("what is said in one look of usual phone numbers and mail is what the long way says of them", async () => {
  const value = fc.oneof(mobile, mobile, mail, fc.emailAddress(), fc.string());
  await fc.assert(
    fc.asyncProperty(fc.array(value, { minLength: 50, maxLength: 50 }), async (values) => {
      const written = values.map((one) => one.replaceAll("\0", ""));
      const differing = await database.owner()`
        select kind, written, usual, unusual from (
          select kind, written, event.normalize_personal(kind, written) as usual, event.unusual_personal(kind, written) as unusual
            from unnest(array['phone', 'email', 'name', 'address']) kind, unnest(${written}::text[]) written) compared
         where usual is distinct from unusual`;
      expect([...differing]).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("a usual phone number has the mask that the long way gives it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(mobile, { minLength: 50, maxLength: 50 }), async (values) => {
      const differing = await database.owner()`
        select clear, usual, unusual from (
          select clear, event.mask('phone', clear) as usual, event.unusual_mask('phone', clear) as unusual
            from (select event.unusual_personal('phone', written) as clear from unnest(${values}::text[]) written) given) compared
         where usual is distinct from unusual`;
      expect([...differing]).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
