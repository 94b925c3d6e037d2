// How much of one kind may be under way for one key, and how much may wait for it: a flood of one tenant takes no more than its own share.
export type Bulkhead = {
  /** Answers false, without having begun, when too many wait already. */
  readonly enter: (key: string, work: () => Promise<void>) => Promise<boolean>;
};
type Limits = { readonly atOnce?: number; readonly waiting?: number };

export function makeBulkhead({ atOnce = 8, waiting: most = 8 }: Limits = {}): Bulkhead {
  const rooms = new Map<string, { inside: number; waiting: (() => void)[] }>();
  return {
    async enter(key, work) {
      const room = rooms.get(key) ?? { inside: 0, waiting: [] };
      rooms.set(key, room);
      if (room.inside >= atOnce) {
        if (room.waiting.length >= most) return false;
        await new Promise<void>((resolve) => room.waiting.push(resolve)); // whoever leaves hands over its place
      } else room.inside += 1;
      try {
        await work();
        return true;
      } finally {
        const next = room.waiting.shift();
        if (next) next();
        else if (--room.inside === 0) rooms.delete(key);
      }
    },
  };
}
