// Work on its way while more is prepared: a bounded number at once, and the first failure stops everything.

export type Flights = {
  /** Aborts with the caller's signal, or with what failed. */
  readonly signal: AbortSignal;
  /** Waits until one more may be added; throws what failed. */
  room(): Promise<void>;
  add(work: Promise<unknown>): void;
  /** Waits for all; throws what failed. */
  all(): Promise<void>;
  /** Waits until nothing is on its way any more, whatever became of it. */
  landed(): Promise<void>;
  isEmpty(): boolean;
};

export function makeFlights(most: number, caller: AbortSignal): Flights {
  const flying = new Set<Promise<void>>();
  const failed = new AbortController();
  const check = () => failed.signal.throwIfAborted();
  return {
    signal: AbortSignal.any([caller, failed.signal]),
    async room() {
      while (flying.size >= most) await Promise.race(flying);
      check();
    },
    add(work) {
      const flight = work.then(
        () => void flying.delete(flight),
        (error: unknown) => {
          flying.delete(flight);
          failed.abort(error);
        },
      );
      flying.add(flight);
    },
    async all() {
      await Promise.all(flying);
      check();
    },
    landed: async () => void (await Promise.all(flying)),
    isEmpty: () => flying.size === 0,
  };
}
