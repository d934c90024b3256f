import { z } from "zod";

/** What the family account system may know of a member. */
export const latestSchema = z.object({ memberId: z.string(), identityVerified: z.boolean(), state: z.string() });

/** A member's latest state, as the details API says; null when there is no such member any more. */
export type LatestMember = z.infer<typeof latestSchema> | null;

/** Asks for a member's latest state. */
export type AskLatest = (memberId: string) => Promise<LatestMember>;
