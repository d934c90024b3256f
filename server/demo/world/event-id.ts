import { createHash } from "node:crypto";
import { NO_MEMBER } from "../../vocabulary/member-event.ts";
import type { Random } from "./random.ts";

/**
 * A version 7 id whose time is a moment, as event.id_at makes it of whole milliseconds: the last 12 bits are the member's
 * (event.member_bits), the rest is drawn, so that the same world has the same ids.
 *
 * @param at milliseconds since 1970.
 */
export function eventIdAt(at: number, memberId: string, random: Random): string {
  const time = at.toString(16).padStart(12, "0");
  const part = (digits: number) =>
    random
      .between(0, 16 ** digits - 1)
      .toString(16)
      .padStart(digits, "0");
  const variant = random.between(8, 11).toString(16);
  const [group, middle, end] = [part(3), part(6), part(6)];
  const member = memberId === NO_MEMBER ? end.slice(3) : createHash("md5").update(memberId).digest("hex").slice(0, 3);
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-${variant}${group}-${middle}${end.slice(0, 3)}${member}`;
}
