import { z } from "zod";

/** What the family account system may know of a member. */
const latestSchema = z.object({ memberId: z.string(), identityVerified: z.boolean() });

/** A member's latest state, as the details API says; null when there is no such member any more. */
export type LatestMember = z.infer<typeof latestSchema> | null;

/** Asks for a member's latest state. */
export type AskLatest = (memberId: string) => Promise<LatestMember>;

const ANSWER_LIMIT_MS = 5000;

/**
 * Makes the question to the member system's details API.
 *
 * @param publicUrl where the member system is.
 * @param token this system's service token.
 * @returns a function that throws when there is no answer, or one that is no answer to the question.
 */
export function memberDetailsClient({ publicUrl, token }: { publicUrl: string; token: string }): AskLatest {
  return async (memberId) => {
    const answer = await fetch(new URL(`/api/members/${encodeURIComponent(memberId)}`, publicUrl), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`The details API answered ${answer.status}.`);
    return latestSchema.parse(await answer.json());
  };
}
