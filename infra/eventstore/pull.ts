// A client subscription as something one can ask. Events stay in the subscription's own buffer until taken, so a slow caller holds the
// server back instead of filling memory.
/** The client types its subscriptions by their async iterator. */
type Source<T> = AsyncIterable<T> & {
  read(): unknown;
  on(event: 'readable' | 'end' | 'error', listener: (error?: unknown) => void): unknown;
  destroy(): unknown;
  unsubscribe(): Promise<void>;
};
export type Pull<T> = {
  /** The next buffered item; null when there is none now. Throws what the subscription failed with. */
  take(): T | null;
  /** Resolves when something has happened since the last call: an item, a signal from `ring`, an error, an abort; or after `ms`. */
  something(ms?: number): Promise<void>;
  ring(): void;
  close(): Promise<void>;
};

export function makePull<T>(source: Source<T>, signal: AbortSignal): Pull<T> {
  let failure: unknown;
  let rung = false;
  let wake: (() => void) | undefined;
  const ring = () => {
    rung = true;
    wake?.();
  };
  const fail = (error: unknown) => {
    failure ??= error;
    ring();
  };
  source.on('readable', ring);
  source.on('error', fail);
  source.on('end', () => fail(Object.assign(new Error('the event store ended the subscription'), { type: 'unavailable' })));
  signal.addEventListener('abort', ring);
  return {
    ring,
    take() {
      const item = source.read() as T | null;
      if (item === null && failure !== undefined) throw failure;
      return item;
    },
    async something(ms) {
      if (rung || signal.aborted) {
        rung = false;
        return;
      }
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (ms !== undefined) timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
      wake = undefined;
      rung = false;
    },
    async close() {
      signal.removeEventListener('abort', ring);
      await source.unsubscribe().catch(() => {}); // already gone
      source.destroy();
    },
  };
}
