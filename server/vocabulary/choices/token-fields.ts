/** Fields of a member that reveal no personal value, as `event.shows_personal` has them; every other one is taken for personal. */
export const plainFields = ["state", "joinedAt", "objections"] as const;

/** Whether a token with these fields needs a second admin. */
export function showsPersonal(fields: readonly string[]): boolean {
  return fields.some((field) => !plainFields.some((plain) => plain === field));
}
