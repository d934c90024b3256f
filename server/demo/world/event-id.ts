import type { Random } from "./random.ts";

/**
 * A version 7 id whose time is a moment, as event.id_at makes it of whole milliseconds; the rest is drawn, so that the same
 * world has the same ids.
 *
 * @param at milliseconds since 1970.
 */
export function eventIdAt(at: number, random: Random): string {
  const time = at.toString(16).padStart(12, "0");
  const part = (digits: number) =>
    random
      .between(0, 16 ** digits - 1)
      .toString(16)
      .padStart(digits, "0");
  const variant = random.between(8, 11).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-${variant}${part(3)}-${part(6)}${part(6)}`;
}
