import type { z } from "zod";

const ANSWER_LIMIT_MS = 5000;

/** Where the member system is, and this system's service token. */
export type MemberSystem = { publicUrl: string; token: string };

/** What is said against a wish of a member: the event it was told of, and why, without personal data. */
export type GivenObjection = { memberId: string; eventId: string; reason: string };

/** Says it; "too late" when what it was about has ended, or is not known. */
export type SayObjection = (objection: GivenObjection) => Promise<"recorded" | "too late">;

/**
 * Makes the question for a member's latest state.
 *
 * @param schema the fields that the token's scope holds.
 * @returns a function that gives null when there is no such member any more, and throws when there is no answer, or one
 *   that is no answer to the question.
 */
export function memberDetailsClient<T>(
  { publicUrl, token }: MemberSystem,
  schema: z.ZodType<T>,
): (memberId: string) => Promise<T | null> {
  return async (memberId) => {
    const answer = await fetch(new URL(`/api/members/${encodeURIComponent(memberId)}`, publicUrl), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`The details API answered ${answer.status}.`);
    return schema.parse(await answer.json());
  };
}

/** Makes the objection; saying it twice is saying it once. Throws when there is no answer. */
export function objectionClient({ publicUrl, token }: MemberSystem): SayObjection {
  return async ({ memberId, ...objection }) => {
    const answer = await fetch(new URL(`/api/members/${encodeURIComponent(memberId)}/objections`, publicUrl), {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(objection),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    if (answer.status === 409 || answer.status === 404) return "too late";
    if (!answer.ok) throw new Error(`The member system answered ${answer.status} to an objection.`);
    return "recorded";
  };
}
