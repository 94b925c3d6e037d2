// The most recently used entries, as many as fit a total weight. Not a store: everything in it can be read again.
// When it is full, owners give up their oldest entries down to an equal share each, so nobody's rush forgets what others use.
export type Recent<T> = { get(key: string): T | undefined; set(key: string, value: T): void; drop(key: string): void };

type Entry<T> = { readonly value: T; readonly weight: number };
/** A Map keeps insertion order: the first is the oldest. `youngest`: what was used last, which needs no moving. */
type Share<T> = { readonly entries: Map<string, Entry<T>>; weight: number; youngest?: string };

/** How much of the limit is freed at once, so that making room does not look at every owner each time. */
const ROOM = 0.05;

/** `ownerOf` a key: by default all belong to one. */
export function makeRecent<T>(limit: number, weigh: (value: T) => number, ownerOf: (key: string) => string = () => ''): Recent<T> {
  const shares = new Map<string, Share<T>>();
  let total = 0;

  function take(owner: string, share: Share<T>, key: string): Entry<T> | undefined {
    const entry = share.entries.get(key);
    if (!entry) return undefined;
    share.entries.delete(key);
    share.weight -= entry.weight;
    total -= entry.weight;
    if (share.entries.size === 0) shares.delete(owner);
    return entry;
  }
  function put(key: string, entry: Entry<T>): void {
    const owner = ownerOf(key);
    const share: Share<T> = shares.get(owner) ?? { entries: new Map(), weight: 0 };
    shares.set(owner, share);
    share.entries.set(key, entry);
    share.youngest = key;
    share.weight += entry.weight;
    total += entry.weight;
  }
  function makeRoom(): void {
    const wanted = limit * (1 - ROOM);
    const fair = wanted / shares.size;
    for (const [owner, share] of shares)
      for (const oldest of share.entries.keys()) {
        if (total <= wanted) return;
        if (share.weight <= fair) break;
        take(owner, share, oldest);
      }
  }
  const drop = (key: string): Entry<T> | undefined => {
    const share = shares.get(ownerOf(key));
    return share && take(ownerOf(key), share, key);
  };
  return {
    drop: (key) => void drop(key),
    get(key) {
      const share = shares.get(ownerOf(key));
      const entry = share?.entries.get(key);
      if (!share || !entry) return undefined;
      if (share.youngest !== key) {
        share.entries.delete(key);
        share.entries.set(key, entry);
        share.youngest = key;
      }
      return entry.value;
    },
    set(key, value) {
      drop(key);
      put(key, { value, weight: weigh(value) });
      if (total > limit) makeRoom();
    },
  };
}
