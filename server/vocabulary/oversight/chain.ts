/** Where the chain of access records stops being what was sealed: the first bad place, and what is wrong there. */
export type ChainFault = {
  /** 1 is the oldest record; of a record that is in no seal null. */
  position: number | null;
  /** Null where not even the name of the record is left. */
  recordId: string | null;
  kind: ChainFaultKind;
};

export const chainFaultKinds = [
  "changed",
  "deleted",
  "missing",
  "not as anchored",
  "cut off",
  "seal broken",
  "never sealed",
  "anchor unreadable",
] as const;
export type ChainFaultKind = (typeof chainFaultKinds)[number];

/** A check of the whole chain. `anchored` counts the records that the anchor holds; null where there is no anchor to ask. */
export type ChainCheck = { records: number; seals: number; anchored: number | null; fault: ChainFault | null };

/** How the chain stands: `sealed` records are in it, `waiting` are written and not yet sealed, which takes a minute. Times are ISO 8601. */
export type ChainStanding = {
  sealed: number;
  sealedAt: string | null;
  waiting: number;
  oldestWaiting: string | null;
  hasAnchor: boolean;
  lastCheck: {
    at: string;
    checkedBy: string;
    records: number;
    anchored: number | null;
    fault: ChainFault | null;
  } | null;
  asOf: string;
};
