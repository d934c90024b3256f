import { expect, test } from "vitest";
import { useDatabase } from "../../testing/database.ts";

const database = useDatabase();

test.each([
  ["010-1234-5678", "+821012345678"],
  ["01012345678", "+821012345678"],
  ["+82 10 1234 5678", "+821012345678"],
  ["+82 (0)10-1234-5678", "+821012345678"],
  ["0082 010.1234.5678", "+821012345678"],
  ["82-010-1234-5678", "+821012345678"],
  ["10-1234-5678", "+821012345678"],
  ["16 234 5678", "+82162345678"],
  ["16505551234", "+16505551234"],
  ["02)123-4567", "+8221234567"],
  ["+1 (212) 555-0100", "+12125550100"],
  ["call me", null],
  ["010-12", null],
  ["1+2345678901", null],
])("the phone number %s is kept as %s", async (given, kept) => {
  const [row] = await database.owner()`select event.normalize_personal('phone', ${given}) as kept`;
  expect(row?.kept).toBe(kept);
});
