// What the index on disk does not have yet: places of the newest events, by stream, and the numbers of new streams.
export type Indexed = { readonly revision: number; readonly position: number };
export type Addition = Indexed & { readonly stream: number; readonly newStream?: string };
export type MemoryIndex = ReturnType<typeof makeMemoryIndex>;

/** The place in ascending `places` where `revision` is or would be. */
export function lowerBound(places: readonly Indexed[], revision: number): number {
  const first = places[0];
  if (first === undefined || revision <= first.revision) return 0;
  const guess = revision - first.revision;
  if (places[guess]?.revision === revision) return guess; // revisions have no gaps but before a tombstone
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]!.revision < revision) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function makeMemoryIndex() {
  const streams = new Map<number, Indexed[]>();
  const names = new Map<string, number>();
  let size = 0;
  return {
    add({ stream, revision, position, newStream }: Addition): void {
      const places = streams.get(stream);
      if (places) places.push({ revision, position });
      else streams.set(stream, [{ revision, position }]);
      if (newStream !== undefined) names.set(newStream, stream);
      size++;
    },
    number: (name: string): number | undefined => names.get(name),
    places: (stream: number): readonly Indexed[] => streams.get(stream) ?? [],
    names: (): ReadonlyMap<string, number> => names,
    /** By stream number, so that writing them to the tree on disk touches each page once. */
    sorted: (): [number, Indexed[]][] => [...streams].sort(([a], [b]) => a - b),
    size: (): number => size,
  };
}
