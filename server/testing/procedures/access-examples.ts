import { TEST_PASSWORD } from "../actors.ts";
import type { ProcedureExample } from "./procedure-example.ts";
import type { ProcedureWorld } from "./procedure-world.ts";

const reason = "a test needs it";

/** Examples of who may use the console: sessions, accounts, tokens, thresholds. */
export function accessExamples(world: ProcedureWorld): Record<string, ProcedureExample> {
  const { otherAccountId, accessTokenId } = world;
  return {
    "subscribers.tokens": { as: "analyst", asks: [{}] },
    "subscribers.issueToken": { as: "admin", asks: [{ id: world.subscriber, fields: ["state"], reason, days: 1 }] },
    "subscribers.approveToken": { as: "admin", asks: [{ tokenId: world.waitingTokenId }] },
    "subscribers.revokeToken": { as: "admin", asks: [{ tokenId: world.tokenId }] },
    "session.list": { as: "agent", asks: [{}] },
    "session.end": { as: "agent", asks: [{}] },
    "session.prove": { as: "agent", asks: [{ password: TEST_PASSWORD }] },
    "session.changePassword": {
      as: "agent",
      asks: [{ password: TEST_PASSWORD, newPassword: "another test password" }],
    },
    "staff.accounts": { as: "admin", asks: [{}] },
    "staff.invite": { as: "admin", asks: [{ login: "new.analyst", name: "New", role: "analyst" }] },
    "staff.change": {
      as: "admin",
      asks: [{ accountId: otherAccountId, change: "role", role: "auditor", reason }],
    },
    "tokens.list": { as: "agent", asks: [{}] },
    "tokens.create": { as: "agent", asks: [{ name: "scripts", days: 7, scope: ["member:open"] }] },
    "tokens.revoke": { as: "admin", asks: [{ tokenId: accessTokenId }] },
    "settings.thresholds": { as: "admin", asks: [{}] },
    "settings.changeThreshold": { as: "admin", asks: [{ name: "session-hours", value: 7, reason }] },
    "settings.history": { as: "auditor", asks: [{}] },
  };
}
