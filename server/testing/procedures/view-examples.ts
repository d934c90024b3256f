import type { ProcedureExample } from "./procedure-example.ts";
import type { ProcedureWorld } from "./procedure-world.ts";

/** Examples of the procedures on saved views; each act has a view of its own. */
export function viewExamples({ views }: ProcedureWorld): Record<string, ProcedureExample> {
  const question = { conditions: [{ field: "device", operator: "any", values: ["d-1"] }] };
  return {
    "events.offerValues": { as: "analyst", asks: [{ field: "action" }, { field: "changed", prefix: "no such" }] },
    "views.list": { as: "analyst", asks: [{}] },
    "views.news": { as: "analyst", asks: [{}] },
    "views.save": { as: "analyst", asks: [{ name: "new devices", audience: "team", question }] },
    "views.change": { as: "admin", asks: [{ id: views.change, name: "another name", question }] },
    "views.look": { as: "analyst", asks: [{ id: views.look }] },
    "views.remove": { as: "admin", asks: [{ id: views.remove }] },
  };
}
