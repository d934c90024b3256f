/**
 * What our policies say they did with an event, by name; `#` stands for a number. The texts are what inboxes keep: one may
 * be added, but one that was stored is never worded anew. The words for people are in messages/, under the names.
 */
export const policyOutcomes = [
  { name: "replay-not-repeated", text: "skipped: replays are not repeated" },
  { name: "too-old", text: "skipped: older than # minutes" },
  { name: "no-device", text: "no device named" },
  { name: "device-registered", text: "device registered" },
  { name: "device-known", text: "device known" },
  { name: "nowhere-else", text: "not logged in elsewhere" },
  { name: "one-elsewhere", text: "logged out on 1 other device" },
  { name: "some-elsewhere", text: "logged out on # other devices" },
  { name: "nobody-else", text: "nobody else was logged in here" },
  { name: "one-other", text: "logged out 1 other account here" },
  { name: "some-others", text: "logged out # other accounts here" },
  { name: "notification-written", text: "notification written" },
  { name: "notified-before", text: "notified before" },
  { name: "reminder-put-down", text: "reminder put down" },
  { name: "reminder-put-down-before", text: "put down before" },
  { name: "reminder-cancelled", text: "reminder cancelled" },
  { name: "no-reminder", text: "no reminder waits" },
  { name: "verified-when-joining", text: "verified when joining" },
  { name: "objections-awaited", text: "waiting for objections" },
  { name: "objections-awaited-before", text: "waiting already" },
  { name: "objections-awaited-no-longer", text: "waits no longer" },
  { name: "nothing-awaited", text: "nothing waits" },
  { name: "withdrawal-taken-back", text: "taken back" },
  { name: "withdrawal-ended-before", text: "too late" },
  { name: "no-withdrawal", text: "no withdrawal named" },
] as const;

type Outcome = (typeof policyOutcomes)[number];

type Stored<Text extends string> = Text extends `${infer Before}#${infer After}` ? `${Before}${number}${After}` : Text;

/** A text that a policy leaves in its inbox: the compiler finds one that stands in no list and so has no words. */
export type PolicyOutcome = Stored<Outcome["text"]>;

/** What a stored text says, and the number in it (0 where there is none); null for what is not among our own. */
export function readPolicyOutcome(stored: string): { name: Outcome["name"]; count: number } | null {
  const number = /\d+/.exec(stored)?.[0] ?? "";
  const found = policyOutcomes.find(({ text }) => text.replace("#", number) === stored);
  return found === undefined ? null : { name: found.name, count: Number(number) };
}
