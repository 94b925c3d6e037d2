// What the decider remembers of each resource: its fingerprint, by `Type/id`. An immutable tree of 16 × 16 buckets, so that folding
// thousands of resources copies a few small arrays at a time and a cached state is never changed under its reader.

type Bucket = Readonly<Record<string, string>>;
export type Known = readonly (readonly (Bucket | undefined)[] | undefined)[];
export const NOTHING_KNOWN: Known = [];

// The last characters of a UUID are random in every version; the first ones of a v7 are its time.
const digit = (key: string, fromEnd: number): number => Number.parseInt(key.charAt(key.length - fromEnd), 16) || 0;

export const knownAs = (known: Known, key: string): string | undefined => known[digit(key, 1)]?.[digit(key, 2)]?.[key];

export function know(known: Known, key: string, fingerprint: string): Known {
  const row = known[digit(key, 1)] ?? [];
  return put(known, digit(key, 1), put(row, digit(key, 2), { ...row[digit(key, 2)], [key]: fingerprint }));
}

function put<T>(list: readonly (T | undefined)[], index: number, value: T): readonly (T | undefined)[] {
  const copy = list.length === 16 ? list.slice() : Array.from({ length: 16 }, (_, i) => list[i]);
  copy[index] = value;
  return copy;
}

export const countKnown = (known: Known): number => known.flat().reduce((n, bucket) => n + Object.keys(bucket ?? {}).length, 0);
