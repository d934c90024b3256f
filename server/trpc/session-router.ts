import { z } from "zod";
import { actorMay } from "../staff/require-permission.ts";
import { changePassword, endSession, listSessions } from "../staff/settings/own-account.ts";
import { proveSession, proveSessionSchema } from "../staff/sign-in/prove-session.ts";
import { signOut } from "../staff/sign-in/sign-out.ts";
import { permissionsOf } from "../vocabulary/roles.ts";
import { changePasswordSchema, endSessionSchema } from "../vocabulary/staff/settings.ts";
import type { Me } from "../vocabulary/views.ts";
import { acts, router, tells } from "./procedure.ts";

const nothing = z.object({}).strict();

/** Who asks, and what is their own: sessions, password. Open to everybody who is signed in. */
export const sessionRouter = router({
  me: tells("self", nothing, async ({ ctx: { actor } }): Promise<Me> => {
    const { accountId: id, login, name, role, mustChangePassword, byProvider } = actor;
    const permissions = permissionsOf(role).filter((permission) => actorMay(actor, permission));
    return { id, login, name, role, permissions, mustChangePassword, byProvider };
  }),
  list: tells("self", nothing, ({ ctx }) => listSessions(ctx.db, ctx.actor)),
  end: acts("self", endSessionSchema, ({ ctx, input }) => endSession(ctx.db, ctx.actor, input)),
  changePassword: acts("self", changePasswordSchema, ({ ctx, input }) => changePassword(ctx.db, ctx.actor, input)),
  prove: acts("self", proveSessionSchema, ({ ctx, input }) =>
    proveSession(ctx.db, ctx.actor, { ...input, token: ctx.sessionToken }),
  ),
  signOut: acts("self", nothing, ({ ctx }) => signOut(ctx.db, ctx.actor, ctx.sessionToken)),
});
