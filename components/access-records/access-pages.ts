import type { AccessRecordPage } from "#server/vocabulary/access-record";
import { PAGE_SIZE } from "../events/list/event-pages.ts";
import { readMoment } from "../ui/time/read-moment.ts";

/** Whose data was looked at, by whom, and in which time; an absent one is no condition. Programs only with `services`. */
export type AccessAsked = { memberId?: string; login?: string; from?: string; to?: string; services?: true };

/** The longest that the server takes; a longer one in the address is no condition. */
export const LONGEST = { memberId: 64, login: 100 };

/** What the address asks for. */
export function readAccessParams(params: URLSearchParams): AccessAsked {
  const memberId = params.get("member")?.trim();
  const login = params.get("login")?.trim();
  const [from, to] = [readMoment(params.get("from")), readMoment(params.get("to"))];
  return {
    ...(memberId && memberId.length <= LONGEST.memberId && { memberId }),
    ...(login && login.length <= LONGEST.login && { login }),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
    ...(params.get("services") === "yes" && { services: true }),
  };
}

/** The address that asks for it. */
export function accessHref({ memberId, login, from, to, services }: AccessAsked): string {
  const params = new URLSearchParams({
    ...(memberId && { member: memberId }),
    ...(login && { login }),
    ...(from && { from }),
    ...(to && { to }),
    ...(services && { services: "yes" }),
  });
  const query = params.toString();
  return query === "" ? "/access-records" : `/access-records?${query}`;
}

/** Cache key of the pages, the same on the server and in the browser. */
export function accessKey(asked: AccessAsked) {
  return ["access-records", asked] as const;
}

/** What a page asks the server for. */
export function accessRequest({ services, ...asked }: AccessAsked, cursor: string | undefined) {
  // Whoever asks for a login by name means it, a program's too.
  const people = services !== true && asked.login === undefined;
  return { ...asked, people, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) };
}

/** Where the next page continues; undefined at the end. */
export function nextAccessOf(page: AccessRecordPage): string | undefined {
  return page.nextCursor ?? undefined;
}
