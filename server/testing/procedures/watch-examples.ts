import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import type { Db } from "../../db.ts";
import { saveView } from "../../event-storage/views/save-view.ts";
import { makeWatch } from "../../event-storage/watches/change-watch.ts";
import type { Actor } from "../../staff/actor.ts";
import { registerHost } from "../../staff/settings/registered-hosts.ts";
import type { ProcedureExample } from "./procedure-example.ts";

/** Watches for each act on them, the view that they are on, and a registered address. */
export type WatchWorld = Record<"viewId" | "found" | "empty" | "remove" | "hostId" | "heldHostId" | "heldId", string>;

const threshold = { measure: "members", per: "device", moreThan: 5, windowSeconds: 86_400 } as const;

/** Makes watches of the team: one has a find about a member. */
export async function makeWatches(
  owner: Sql,
  { web, admin, memberId }: { web: Db; admin: Actor; memberId: string },
): Promise<WatchWorld> {
  const conditions = [{ field: "device" as const, operator: "any" as const, values: ["d-1"] }];
  const question = { conditions, policy: null };
  const { id: viewId } = await saveView(web, admin, { name: "watched", audience: "team", question });
  const { id: hostId } = await registerHost(web, admin, {
    purpose: "watch",
    url: "https://hooks.example.com/to-revoke",
  });
  const { id: heldHostId } = await registerHost(web, admin, {
    purpose: "held-events",
    url: "https://hooks.example.com/held",
  });
  const [held] = await owner<{ id: string }[]>`
    insert into republish.held_answer (host_id, asked_by, subscriber, layer, period_from, period_to)
    values (${heldHostId}, ${admin.accountId}, 'external-publisher', 1, clock_timestamp() - interval '1 day', clock_timestamp()) returning id`;
  const make = () => makeWatch(web, admin, { viewId, ...threshold, audience: "team", hostId: null });
  const [found, empty, remove] = [await make(), await make(), await make()];
  await owner`
    insert into staff.watch_find (watch_id, subject, match, at, amount, member_ids, event_ids)
    values (${found.id}, 'd-1', ${randomUUID()}, clock_timestamp(), 6, ${[memberId]}, '{}')`;
  return { viewId, hostId, heldHostId, heldId: held?.id ?? "", found: found.id, empty: empty.id, remove: remove.id };
}

/** Examples of the procedures on watches and on the addresses that they call. */
export function watchExamples(watches: WatchWorld): Record<string, ProcedureExample> {
  const { viewId, found, empty, remove, hostId, heldHostId, heldId } = watches;
  return {
    "watches.list": { as: "analyst", asks: [{}] },
    "watches.finds": { as: "analyst", asks: [{ id: found }, { id: empty }] },
    "watches.make": { as: "analyst", asks: [{ viewId, ...threshold, audience: "private" }] },
    "watches.pause": { as: "admin", asks: [{ id: empty, isPaused: true }] },
    "watches.see": { as: "analyst", asks: [{ id: found }] },
    "watches.remove": { as: "admin", asks: [{ id: remove }] },
    "republish.askHeld": {
      as: "admin",
      asks: [
        {
          ...{ hostId: heldHostId, subscriber: "external-publisher", layer: "internal" },
          conditions: [{ field: "occurred", operator: "between", values: ["2026-01-01T00:00Z.."] }],
        },
      ],
    },
    "republish.held": { as: "admin", asks: [{ id: heldId }] },
    "hosts.list": { as: "analyst", asks: [{}] },
    "hosts.register": { as: "admin", asks: [{ purpose: "watch", url: "https://hooks.example.com/memberscope" }] },
    "hosts.revoke": { as: "admin", asks: [{ id: hostId }] },
  };
}
