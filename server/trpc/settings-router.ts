import { z } from "zod";
import { changeAccount, inviteStaff, listAccounts } from "../staff/settings/manage-accounts.ts";
import { createToken, listTokens, revokeToken } from "../staff/settings/personal-tokens.ts";
import { changeThreshold, listThresholds, settingHistory } from "../staff/settings/thresholds.ts";
import {
  changeAccountSchema,
  changeThresholdSchema,
  createTokenSchema,
  historySchema,
  inviteSchema,
  oneTokenSchema,
} from "../vocabulary/staff/settings.ts";
import { acts, router, tells } from "./procedure.ts";

const nothing = z.object({}).strict();

/** Accounts of staff, for admins. */
export const staffRouter = router({
  accounts: tells("staff:manage", nothing, ({ ctx }) => listAccounts(ctx.db, ctx.actor)),
  invite: acts("staff:manage", inviteSchema, ({ ctx, input }) => inviteStaff(ctx.db, ctx.actor, input)),
  change: acts("staff:manage", changeAccountSchema, ({ ctx, input }) => changeAccount(ctx.db, ctx.actor, input)),
});

/** Personal access tokens: everybody's own. */
export const tokensRouter = router({
  list: tells("self", nothing, ({ ctx }) => listTokens(ctx.db, ctx.actor)),
  create: acts("self", createTokenSchema, ({ ctx, input }) => createToken(ctx.db, ctx.actor, input)),
  revoke: acts("self", oneTokenSchema, ({ ctx, input }) => revokeToken(ctx.db, ctx.actor, input)),
});

/** The installation's numbers, and who changed what. */
export const settingsRouter = router({
  thresholds: tells("setting:see", nothing, ({ ctx }) => listThresholds(ctx.db, ctx.actor)),
  changeThreshold: acts("setting:change", changeThresholdSchema, ({ ctx, input }) =>
    changeThreshold(ctx.db, ctx.actor, input),
  ),
  history: tells("setting:see", historySchema, ({ ctx, input }) => settingHistory(ctx.db, ctx.actor, input)),
});
