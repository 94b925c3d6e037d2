// The most recently used entries, as many as fit a total weight. Not a store: everything in it can be read again.
export type Cache<T> = { get(key: string): T | undefined; set(key: string, value: T): void; drop(key: string): void };

export function makeCache<T>(limit: number, weigh: (value: T) => number): Cache<T> {
  const entries = new Map<string, { value: T; weight: number }>();
  let total = 0;
  const drop = (key: string) => {
    total -= entries.get(key)?.weight ?? 0;
    entries.delete(key);
  };
  return {
    drop,
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      entries.set(key, entry); // a Map keeps insertion order: now the youngest
      return entry.value;
    },
    set(key, value) {
      drop(key);
      const weight = weigh(value);
      entries.set(key, { value, weight });
      total += weight;
      for (const oldest of entries.keys()) {
        if (total <= limit) break;
        drop(oldest);
      }
    },
  };
}
