/** The order in which parts end: those that use others first. */
const STOP_ORDER = ["build", "programs", "messaging", "database"] as const;

/** When a part has to end, relative to the others. */
export type StopPhase = (typeof STOP_ORDER)[number];

/** Everything that was started and has to end with the start, also when that is given up halfway. */
export class Services {
  readonly #stops: { phase: StopPhase; stop: () => Promise<void> }[] = [];
  #isStopping = false;

  /**
   * Registers how a part that has just been started ends.
   *
   * @throws Error when a stop has already begun; the part is then ended at once.
   */
  add(phase: StopPhase, stop: () => Promise<void>): void {
    if (this.#isStopping) {
      stop().catch(() => {});
      throw new Error("The start was given up.");
    }
    this.#stops.push({ phase, stop });
  }

  /** Ends all parts, phase by phase; what fails to end does not keep the others. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const phase of STOP_ORDER) {
      const stops = this.#stops.filter((part) => part.phase === phase).map(({ stop }) => stop());
      for (const outcome of await Promise.allSettled(stops)) {
        if (outcome.status === "rejected") console.error(`${phase} did not end properly:`, outcome.reason);
      }
    }
  }
}
