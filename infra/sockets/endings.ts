// Who has to be looked at again because of what the feed has just told: sockets outlive the moment their credential was checked.
import type { FeedRow } from '#read-side/live/feed.ts';

const OF_TENANT: ReadonlySet<string> = new Set(['TenantSuspended', 'TenantReactivated']);
const OF_ONE: ReadonlySet<string> = new Set(['ApiKeyRevoked', 'CredentialChanged', 'DeviceRetired']);

export type Endings = {
  hand(rows: readonly FeedRow[]): void;
  /** Calls back when this credential may have ended; answers how to stop that. */
  watch(credential: { readonly tenant: string; readonly id: string }, look: () => void): () => void;
};

export function makeEndings(): Endings {
  const watched = new Map<string, Map<string, Set<() => void>>>(); // tenant → credential → who to tell
  return {
    hand: (rows) => {
      for (const { tenant, type, streamId } of rows) {
        const there = watched.get(tenant);
        if (!there) continue;
        const told = OF_TENANT.has(type) ? [...there.values()] : OF_ONE.has(type) ? [there.get(streamId) ?? []] : [];
        for (const looks of told) for (const look of looks) look();
      }
    },
    watch: ({ tenant, id }, look) => {
      const there = watched.get(tenant) ?? new Map<string, Set<() => void>>();
      const looks = there.get(id) ?? new Set();
      watched.set(tenant, there.set(id, looks.add(look)));
      return () => {
        looks.delete(look);
        if (looks.size === 0) there.delete(id);
        if (there.size === 0) watched.delete(tenant);
      };
    },
  };
}
