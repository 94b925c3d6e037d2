// How long a consumer takes for its messages: the statistics that a group with extra statistics shows.

/** The newest measurements are kept. */
const KEPT = 1000;
const SHARES: readonly (readonly [name: string, share: number])[] = [
  ...[1, 2, 3, 4, 5].map((n) => [`Quintile ${n}`, n / 5] as const),
  ...[90, 95, 99, 99.5, 99.9].map((percent) => [`${percent}%`, percent / 100] as const),
];

export function makeLatencies() {
  const kept: number[] = [];
  let next = 0;
  return {
    add(ms: number): void {
      kept[next] = ms;
      next = (next + 1) % KEPT;
    },
    /** Whole milliseconds by EventStoreDB's names; empty before the first message is settled. */
    read(): [name: string, ms: number][] {
      if (kept.length === 0) return [];
      const sorted = kept.toSorted((a, b) => a - b);
      const at = (share: number): number => Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!);
      const mean = Math.round(sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length);
      const shares = SHARES.map(([name, share]): [string, number] => [name, at(share)]);
      return [['Mean', mean], ['Median', at(0.5)], ['Fastest', at(0)], ['Highest', at(1)], ...shares];
    },
  };
}
