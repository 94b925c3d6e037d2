// What the decider remembers of each resource: its fingerprint, by `Type/id`. An immutable two-level map, so that folding thousands of
// resources copies one small bucket at a time and a cached state is never changed under its reader.

export type Known = Readonly<Record<string, Readonly<Record<string, string>>>>;
export const NOTHING_KNOWN: Known = {};

// The last characters of a UUID are random in every version; the first ones of a v7 are its time.
const bucketOf = (key: string): string => key.slice(-2);

export const knownAs = (known: Known, key: string): string | undefined => known[bucketOf(key)]?.[key];

export function know(known: Known, key: string, fingerprint: string): Known {
  const bucket = bucketOf(key);
  return { ...known, [bucket]: { ...known[bucket], [key]: fingerprint } };
}

export const countKnown = (known: Known): number => Object.values(known).reduce((n, bucket) => n + Object.keys(bucket).length, 0);
