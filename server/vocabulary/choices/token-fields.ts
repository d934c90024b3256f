/** Fields of a member that reveal no personal value, as `event.shows_personal` has them; every other one is taken for personal. */
export const plainFields = ["state", "joinedAt", "objections"] as const;

/** Whether a token with these fields needs a second admin. */
export function showsPersonal(fields: readonly string[]): boolean {
  return fields.some((field) => !plainFields.some((plain) => plain === field));
}

/** A service token is valid for so many days unless others are given. */
export const USUAL_TOKEN_DAYS = 90;

/** Why a service token opens nothing: nobody has made it, an admin has ended it, its end is over, or another admin has not approved it yet. */
export type TokenRefusal = "unknown" | "revoked" | "ended" | "waiting";
