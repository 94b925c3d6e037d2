// Whose turn it is. Fewest bookings by weight in the window first, then who waited longest, then by id.
export type Host = {
  readonly id: string;
  readonly weight: number;
  /** Bookings in the window, and when the last one was given (ISO). */
  readonly count: number;
  readonly last?: string;
  /** Joined within the window: starts at the middle of the group, or would be flooded. */
  readonly isNew?: boolean;
};

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.length === 0 ? 0 : sorted[(sorted.length - 1) >> 1]!;
}

/** Ids in the order in which they are to be asked. */
export function inTurn(hosts: readonly Host[]): string[] {
  const share = ({ count, weight }: Host) => count / weight;
  const middle = median(hosts.filter((host) => !host.isNew).map(share));
  const load = (host: Host) => (host.isNew ? Math.max(share(host), middle) : share(host));
  return hosts.toSorted((a, b) => load(a) - load(b) || (a.last ?? '').localeCompare(b.last ?? '') || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
}
