import fc from "fast-check";
import { expect, test } from "vitest";
import { type EventFilter, filterFromParams, filterToParams } from "./event-filter.ts";

const name = fc.string({ minLength: 1, maxLength: 20, unit: "binary" });
const list = fc.array(name, { minLength: 1, maxLength: 5 });
const moment = fc
  .date({ min: new Date("2020-01-01T00:00:00Z"), max: new Date("2030-01-01T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString());
const value = fc.oneof(
  fc.string({ maxLength: 40, unit: "binary" }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
  fc.boolean(),
);
const condition = fc.record({ name, side: fc.constantFrom("was", "became", "either"), value });

const filters: fc.Arbitrary<EventFilter> = fc.record(
  {
    members: list,
    actions: list,
    changed: list,
    attributes: fc.array(condition, { minLength: 1, maxLength: 5 }),
    device: name,
    ip: name,
    correlation: fc.uuid(),
    unpublished: fc.constant(true),
    from: moment,
    to: moment,
  },
  { requiredKeys: [] },
);

test("every filter comes back from its URL as it was", () => {
  fc.assert(
    fc.property(filters, (filter) => {
      const url = new URL(`https://console.test/events?${filterToParams(filter)}`);
      expect(filterFromParams(url.searchParams)).toEqual({ filter, faults: [] });
    }),
  );
});

test("what a URL says wrongly is named and left out, the rest holds", () => {
  const params = new URLSearchParams("action=member.logged-in&from=yesterday&attribute=broken&unpublished=yes");
  expect(filterFromParams(params)).toEqual({
    filter: { actions: ["member.logged-in"] },
    faults: ["unpublished", "attribute", "from"],
  });
});

test("no text in a URL makes the reading fail", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom("member", "attribute", "from", "correlation", "ip"), fc.string())),
      (pairs) => {
        expect(() => filterFromParams(new URLSearchParams(pairs))).not.toThrow();
      },
    ),
  );
});
