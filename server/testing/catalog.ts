import type { Sql } from "postgres";

/** A small catalog for tests: one external action with each kind of attribute, one internal one without any. */
const actions = [
  {
    name: "thing.changed",
    family: "profile",
    external: true,
    schema: {
      type: "object",
      properties: {
        phone: { type: "string", personal: "phone" },
        email: { type: "string", personal: "email" },
        fullName: { type: "string", personal: "name" },
        home: { type: "string", personal: "address" },
        plan: { type: "string", enum: ["free", "paid"], promote: true },
        points: { type: "integer", promote: true },
        note: { type: "string" },
        tags: { type: "array" },
      },
    },
  },
  {
    name: "thing.seen",
    family: "device",
    external: false,
    schema: { type: "object", properties: { place: { type: "string" } }, required: ["place"] },
  },
] as const;

/** Puts the test catalog into a database. */
export async function insertTestCatalog(owner: Sql): Promise<void> {
  for (const { name, family, external, schema } of actions) {
    await owner`
      select event.push_action_version(event.push_action(${name}, ${family}), 1::smallint, ${external},
        ${JSON.stringify(schema)}::text::jsonb, ${JSON.stringify({ ko: name, en: name })}::text::jsonb)`;
  }
}
