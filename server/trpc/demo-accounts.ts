import { z } from "zod";
import { readEnv } from "../env.ts";
import { roles } from "../vocabulary/roles.ts";

const demoAccountSchema = z.object({ login: z.string(), password: z.string(), role: z.enum(roles), name: z.string() });

/** An account that `npm start` made. */
export type DemoAccount = z.infer<typeof demoAccountSchema>;

/** The accounts of the demo, for the sign-in page to offer. Only `npm start` names any (DEMO_STAFF); elsewhere there are none. */
export function demoAccounts(): DemoAccount[] {
  const { DEMO, DEMO_STAFF } = readEnv("web");
  return DEMO && DEMO_STAFF ? z.array(demoAccountSchema).parse(JSON.parse(DEMO_STAFF)) : [];
}
