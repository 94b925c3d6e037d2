// The bounded memory behind idempotent appends that expect any revision: ids of recently committed events, per stream.
import type { Indexed } from './storage.ts';

export type RecentIds = ReturnType<typeof makeRecentIds>;

export function makeRecentIds(capacity: number) {
  const known = new Map<string, Indexed>();
  const order: string[] = new Array(capacity); // a ring: a Map's own oldest key is slow to find when many were deleted
  let next = 0;
  const key = (stream: number, id: string): string => `${stream} ${id}`;
  return {
    add(stream: number, id: string, at: Indexed): void {
      const oldest = order[next];
      if (oldest !== undefined) known.delete(oldest);
      order[next] = key(stream, id);
      known.set(order[next]!, at);
      next = (next + 1) % capacity;
    },
    find: (stream: number, id: string): Indexed | undefined => known.get(key(stream, id)),
    remove: (stream: number, id: string): void => void known.delete(key(stream, id)),
    clear: (): void => known.clear(),
  };
}
