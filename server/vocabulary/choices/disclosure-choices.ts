/** On what grounds a member's history is given to somebody who investigates. */
export const legalBases = [
  "warrant",
  "court-order",
  "investigation-request",
  "supervisor-request",
  "member-request",
] as const;
export type LegalBasis = (typeof legalBases)[number];

/** Whether personal values are given in the clear or as the console shows them. */
export const disclosedValues = ["masked", "clear"] as const;
export type DisclosedValues = (typeof disclosedValues)[number];

/** Events of one disclosure: a longer period is given in parts. */
export const MOST_DISCLOSED = 20_000;
