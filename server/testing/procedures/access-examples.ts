import { TEST_PASSWORD } from "../actors.ts";
import type { ProcedureExample } from "./procedure-example.ts";
import type { ProcedureWorld } from "./procedure-world.ts";

const reason = "a test needs it";

/** Examples of who may use the console: sessions, accounts, tokens, thresholds. */
export function accessExamples({ otherAccountId, accessTokenId }: ProcedureWorld): Record<string, ProcedureExample> {
  return {
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
