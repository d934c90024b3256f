/** What a push would do with one version of an action. `why` says what keeps it from being taken, and the way out. */
export type CheckedVersion = {
  action: string;
  version: number;
  outcome: "added" | "changed" | "same" | "refused";
  /** Whether events that name no version would be stored with it from then on. */
  becomesCurrent: boolean;
  why: string | null;
};

/** Whether a push would be taken, and what it would change. */
export type CatalogCheck = { isTaken: boolean; versions: CheckedVersion[] };
