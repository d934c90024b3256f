import type { AccessRecordPage } from "#server/vocabulary/access-record";
import { readOnce, readPeriodParams, unknownParams } from "#server/vocabulary/address/page-params";
import type { ConditionFault } from "#server/vocabulary/condition-faults";
import { type Moment, readMoment } from "#server/vocabulary/moment";
import { PAGE_SIZE } from "../events/list/event-pages.ts";

/** Whose data was looked at, by whom, and in which time; an absent one is no condition. Programs only with `services`. */
export type AccessAsked = { memberId?: string; login?: string; from?: string; to?: string; services?: true };

/** The longest that the server takes. */
export const LONGEST = { memberId: 64, login: 100 };

/** What the address asks for, and what of it was not understood: then there are no rows. */
export function readAccessParams(params: URLSearchParams): { asked: AccessAsked; faults: ConditionFault[] } {
  const member = readOnce(params, "member", { kind: "text", longest: LONGEST.memberId });
  const login = readOnce(params, "login", { kind: "text", longest: LONGEST.login });
  const services = readOnce(params, "services", { kind: "word", longest: 20, words: ["yes"] });
  const period = readPeriodParams(params);
  const { from, to } = period.value ?? {};
  return {
    asked: {
      ...(member.value !== undefined && { memberId: member.value }),
      ...(login.value !== undefined && { login: login.value }),
      ...(from !== undefined && { from: momentsOf(from).start }),
      ...(to !== undefined && { to: endOf(to) }),
      ...(services.value === "yes" && { services: true }),
    },
    faults: [
      ...[member, login, services, period].flatMap(({ faults }) => faults),
      ...unknownParams(params, ["member", "login", "from", "to", "services"]),
    ],
  };
}

/** The first moment that is no longer asked: all of a day or minute is, and a time to the millisecond is that end itself. */
function endOf(written: string): string {
  const { start, end } = momentsOf(written);
  return Date.parse(end) - Date.parse(start) === 1 ? start : end;
}

function momentsOf(written: string): Moment {
  const moment = readMoment(written);
  if (typeof moment === "string") throw new Error("a period that was understood has readable ends");
  return moment;
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
