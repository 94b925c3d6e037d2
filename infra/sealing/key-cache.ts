// Keys in use, so that sealing does not ask the database for each field: bounded in number, and in time, so that a key destroyed by
// another process stops opening here soon. Concurrent requests for one key share one load.
type Entry<T> = { readonly value: Promise<T>; readonly until: number };
export type KeyCache<T> = { get(name: string, load: () => Promise<T>): Promise<T>; drop(name: string): void; clear(): void };

type Options = {
  readonly most: number;
  readonly ttlMs: number;
  readonly now: () => number;
  /** False while nobody would tell of a destroyed key: then nothing remembered counts. */
  readonly isTrusted?: () => boolean;
};

export function makeKeyCache<T>({ most, ttlMs, now, isTrusted = () => true }: Options): KeyCache<T> {
  const entries = new Map<string, Entry<T>>();
  const keep = (name: string, entry: Entry<T>) => {
    entries.delete(name);
    entries.set(name, entry);
    if (entries.size > most) entries.delete(entries.keys().next().value!);
  };
  const forget = (name: string, entry: Entry<T>) => entries.get(name) === entry && entries.delete(name);
  return {
    drop: (name) => void entries.delete(name),
    clear: () => entries.clear(),
    get(name, load) {
      const found = entries.get(name);
      const entry = found && found.until > now() && isTrusted() ? found : { value: load(), until: now() + ttlMs };
      keep(name, entry);
      entry.value.catch(() => forget(name, entry));
      return entry.value;
    },
  };
}
