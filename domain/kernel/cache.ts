// Short-lived values that several processes share: nothing that must last lives here. infra/cache implements it in process and on Redis.

export type Counted = { readonly value: number /** Milliseconds until the counter ends. */; readonly leftMs: number };
/**
 * Keys are `{tenant}:{use}:…`. Every call answers within a bounded time or throws HubError `unavailable` (`cache.away`);
 * an entry may be gone before its time when memory is short.
 */
export type Cache = {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** Adds to a counter that starts at 0 and ends `ttlMs` after its first increment, whatever is added later. Atomic. */
  increment(key: string, by: number, ttlMs: number): Promise<Counted>;
  /** Reaches those who listen now. */
  publish(channel: string, message: string): Promise<void>;
  /** Resolves when messages arrive; listens again by itself after the connection was lost. Answers how to stop. */
  subscribe(channel: string, hear: (message: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
};
