// Those who watch the log across crashes: each goes on from the last thing it has seen, and must find neither gap nor repetition.
import { type EventStoreDBClient, END, type PersistentSubscriptionToAll, type ResolvedEvent, START, streamNameFilter } from '@eventstore/db-client';
import * as assert from 'uvu/assert';

export const PREFIX = 'crash-';
const GROUP = 'crash';
const CHECKPOINTS = `$persistentsubscription-$all::${GROUP}-checkpoint`;
const filter = streamNameFilter({ prefixes: [PREFIX] });

/** Next revision wanted of each stream, and the position seen last: what a gap or a repetition is told by. */
export function makeOrder(who: string) {
  const next = new Map<string, number>();
  let position = -1n;
  return {
    see(resolved: ResolvedEvent): void {
      const { streamId, revision, position: at } = resolved.event!;
      assert.ok(at!.commit > position, `${who}: position ${at!.commit} comes after ${position}`);
      const wanted = next.get(streamId) ?? 0;
      assert.is(Number(revision), wanted, `${who}: ${streamId} goes on with revision ${wanted}`);
      position = at!.commit;
      next.set(streamId, wanted + 1);
    },
    position: (): bigint => position,
    next: (stream: string): number => next.get(stream) ?? 0,
    streams: (): ReadonlyMap<string, number> => next,
  };
}

/** A catch-up subscriber to $all; `connect` once per life of the server. Its first fault is kept in `fault`. */
export function makeSubscriber() {
  const order = makeOrder('the subscriber');
  let fault: unknown;
  return {
    order,
    fault: () => fault,
    connect(client: EventStoreDBClient): void {
      const at = order.position();
      const subscription = client.subscribeToAll({ filter, fromPosition: at < 0n ? START : { commit: at, prepare: at } });
      subscription.on('error', () => {}); // the server was killed
      subscription.on('data', (resolved) => {
        try {
          order.see(resolved);
        } catch (error) {
          fault ??= error;
        }
      });
    },
  };
}

/** Two consumers of one persistent group. What they acknowledge is remembered, and so is what they were given. */
export function makeConsumers() {
  const acknowledged = new Map<bigint, number>();
  return {
    acknowledged,
    async create(client: EventStoreDBClient): Promise<void> {
      const { persistentSubscriptionToAllSettingsFromDefaults: settings } = await import('@eventstore/db-client');
      await client.createPersistentSubscriptionToAll(
        GROUP,
        settings({ startFrom: START, checkPointAfter: 50, checkPointLowerBound: 5, checkPointUpperBound: 100 }),
        {
          filter,
        },
      );
    },
    connect(client: EventStoreDBClient): void {
      for (let i = 0; i < 2; i++) {
        const group: PersistentSubscriptionToAll = client.subscribeToPersistentSubscriptionToAll(GROUP, { bufferSize: 20 });
        group.on('error', () => {}); // the server was killed
        group.on('data', (resolved) => {
          const { commit } = resolved.event!.position!;
          acknowledged.set(commit, (acknowledged.get(commit) ?? 0) + 1); // before the server can hear of it
          void group.ack(resolved).catch(() => {});
        });
      }
    },
    /** The checkpoint on disk; 0 before the first. */
    async checkpoint(client: EventStoreDBClient): Promise<bigint> {
      try {
        for await (const { event } of client.readStream(CHECKPOINTS, { direction: 'backwards', fromRevision: END, maxCount: 1 }))
          return BigInt(/\d+/.exec(JSON.stringify(event!.data))![0]);
      } catch {} // no checkpoint yet
      return 0n;
    },
  };
}
