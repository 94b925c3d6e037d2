// The bounded memory behind idempotent appends that expect any revision: ids of recently committed events, per stream.
import type { Indexed } from './storage.ts';

export type RecentIds = ReturnType<typeof makeRecentIds>;

export function makeRecentIds(capacity: number) {
  const known = new Map<string, Indexed>();
  const key = (stream: number, id: string): string => `${stream} ${id}`;
  return {
    add(stream: number, id: string, at: Indexed): void {
      known.set(key(stream, id), at);
      if (known.size > capacity) for (const oldest of known.keys()) return void known.delete(oldest);
    },
    find: (stream: number, id: string): Indexed | undefined => known.get(key(stream, id)),
    remove: (stream: number, id: string): void => void known.delete(key(stream, id)),
    clear: (): void => known.clear(),
  };
}
