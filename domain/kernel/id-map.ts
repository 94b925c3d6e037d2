// A map by UUID or hex digest that many versions of a state can share: an immutable tree of 16 × 16 buckets, so that folding thousands of
// entries copies a few small arrays at a time.

type Bucket<T> = Readonly<Record<string, T>>;
export type IdMap<T> = readonly (readonly (Bucket<T> | undefined)[] | undefined)[];
export const EMPTY: IdMap<never> = [];

// The last characters of a UUID are random in every version; the first ones of a v7 are its time.
const digit = (key: string, fromEnd: number): number => Number.parseInt(key.charAt(key.length - fromEnd), 16) || 0;

export const getIn = <T>(map: IdMap<T>, key: string): T | undefined => map[digit(key, 1)]?.[digit(key, 2)]?.[key];

export function setIn<T>(map: IdMap<T>, key: string, value: T): IdMap<T> {
  const row = map[digit(key, 1)] ?? [];
  return put(map, digit(key, 1), put(row, digit(key, 2), { ...row[digit(key, 2)], [key]: value }));
}

function put<T>(list: readonly (T | undefined)[], index: number, value: T): readonly (T | undefined)[] {
  const copy = list.length === 16 ? list.slice() : Array.from({ length: 16 }, (_, i) => list[i]);
  copy[index] = value;
  return copy;
}
