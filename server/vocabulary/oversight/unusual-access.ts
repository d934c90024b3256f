/**
 * What is unusual in the last 24 hours: who saw many more members than on an own usual day, and who was stopped after too many tries to
 * find somebody by a value. Times are ISO 8601.
 */
export type UnusualAccess = {
  wide: { login: string; name: string; seen: number; usual: number }[];
  guessing: { login: string; times: number; last: string }[];
  asOf: string;
};
