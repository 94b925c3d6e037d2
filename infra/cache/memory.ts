// The cache of a hub that is one process: bounded, and no tenant's entries push out another's.
import type { Cache } from '#domain/kernel/cache.ts';
import { makeRecent } from '#domain/kernel/recent.ts';

const BYTES = 64 * 1024 * 1024;
const COUNTERS = 200_000;
/** What an entry costs besides its text. */
const ENTRY_BYTES = 200;

type Entry = { readonly value: string; readonly until: number };
type Counter = { readonly value: number; readonly until: number };
const tenantOf = (key: string): string => key.slice(0, Math.max(0, key.indexOf(':')));

/** `bytes` of values and a number of `counters` are kept. `now`: milliseconds that only go forward, so that setting the clock ends nothing. */
export function makeMemoryCache({ bytes = BYTES, counters: most = COUNTERS, now = () => performance.now() } = {}): Cache {
  const entries = makeRecent<Entry>(bytes, ({ value }) => ENTRY_BYTES + 2 * value.length, tenantOf);
  const counters = makeRecent<Counter>(most, () => 1, tenantOf);
  const channels = new Map<string, Set<(message: string) => void>>();
  const alive = <T extends { until: number }>(entry: T | undefined): T | undefined => (entry && entry.until > now() ? entry : undefined);
  return {
    get: async (key) => alive(entries.get(key))?.value,
    set: async (key, value, ttlMs) => entries.set(key, { value, until: now() + ttlMs }),
    delete: async (key) => entries.drop(key),
    increment: async (key, by, ttlMs) => {
      const known = alive(counters.get(key));
      const counter = { value: (known?.value ?? 0) + by, until: known?.until ?? now() + ttlMs };
      counters.set(key, counter);
      return { value: counter.value, leftMs: counter.until - now() };
    },
    publish: async (channel, message) => {
      for (const hear of channels.get(channel) ?? []) hear(message);
    },
    subscribe: async (channel, hear) => {
      const listeners = channels.get(channel) ?? new Set();
      channels.set(channel, listeners.add(hear));
      return async () => void listeners.delete(hear);
    },
    close: async () => channels.clear(),
  };
}
