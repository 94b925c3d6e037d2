// The Operations service: what an operator may ask of a single node.
import { ADMINS, OPS } from '../auth/users.ts';
import type { Methods } from '../grpc/call.ts';
import { scavengeMissing } from '../grpc/status.ts';
import { unary } from '../grpc/unary.ts';
import type { Subscriptions } from '../persistent/subscriptions.ts';
import { done } from '../protocol/common.ts';
import { readScavengeId, scavengeAnswer } from '../protocol/operations.ts';
import type { Scavenge } from '../store/scavenge.ts';
import type { EmbeddedStore } from '../store/store.ts';

type Deps = { store: EmbeddedStore; subscriptions: Subscriptions; shutdown: () => void; log: (line: string) => void };

export function makeOperationMethods({ store, subscriptions, shutdown, log }: Deps): Methods {
  const service = '/event_store.client.operations.Operations';
  const asOperator = (act: (request: Buffer) => Buffer | Promise<Buffer>) => unary(act, ADMINS, OPS);
  const nothingToDo = asOperator(() => done());
  async function report({ id, done: ended }: Scavenge): Promise<void> {
    const { state, eventsRemoved, bytesFreed, error } = await ended;
    log(`scavenge ${id} ${state}: ${eventsRemoved} events removed, ${bytesFreed} bytes freed${error === undefined ? '' : `: ${error}`}`);
  }
  return {
    [`${service}/StartScavenge`]: asOperator(() => {
      const isNew = store.scavenging() === undefined;
      const scavenge = store.scavenge();
      if (isNew) void report(scavenge);
      return scavengeAnswer(scavenge.id, isNew ? 'started' : 'in progress');
    }),
    [`${service}/StopScavenge`]: asOperator((request) => {
      const id = readScavengeId(request);
      const scavenge = store.scavenging();
      if (scavenge?.id !== id) throw scavengeMissing(id);
      scavenge.stop();
      return scavengeAnswer(id, 'stopped');
    }),
    [`${service}/Shutdown`]: asOperator(() => {
      setImmediate(shutdown); // the answer goes out first
      return done();
    }),
    // One index is never merged, and one node is always the leader: what is asked for is already so.
    [`${service}/MergeIndexes`]: nothingToDo,
    [`${service}/ResignNode`]: nothingToDo,
    [`${service}/SetNodePriority`]: nothingToDo,
    [`${service}/RestartPersistentSubscriptions`]: asOperator(async () => {
      await subscriptions.restart();
      return done();
    }),
  };
}
