// The PersistentSubscriptions service.
import { ADMINS, OPS } from '../auth/users.ts';
import type { Call, Methods } from '../grpc/call.ts';
import { unary } from '../grpc/unary.ts';
import { done } from '../protocol/common.ts';
import { confirmed, infos, readDefinition, readGroupName, readList, readReadMessage } from '../protocol/persistent.ts';
import type { Consumer } from './consumer.ts';
import { groupId } from './definition.ts';
import type { Group } from './group.ts';
import type { Subscriptions } from './subscriptions.ts';

const NAME_IN_DELETE = { stream: 1, group: 2, all: 3 };
const NAME_IN_INFO = { stream: 1, all: 2, group: 3 };
const NAME_IN_REPLAY = { group: 1, stream: 2, all: 3 };

function read(subscriptions: Subscriptions, call: Call): void {
  let joined: { group: Group; consumer: Consumer } | undefined;
  call.onMessages(
    (request) => {
      const message = readReadMessage(request);
      if (message.is === 'options') {
        call.access.toStream(message.source, 'read');
        const group = subscriptions.find(message.source, message.group);
        joined = { group, consumer: group.join(call, message) };
        call.send(confirmed(groupId(message.source, message.group)));
        return group.wake();
      }
      if (!joined) throw new RangeError('options must come first');
      if (message.is === 'ack') joined.group.ack(joined.consumer, message.ids);
      else joined.group.nack(joined.consumer, message.ids, message.action, message.reason);
    },
    () => call.end(),
  );
}

export function makePersistentMethods({ subscriptions }: { subscriptions: Subscriptions }): Methods {
  const service = '/event_store.client.persistent_subscriptions.PersistentSubscriptions';
  const managed = (answer: Parameters<typeof unary>[0]) => unary(answer, ADMINS, OPS);
  return {
    [`${service}/Create`]: managed(async (request) => {
      await subscriptions.create(readDefinition(request));
      return done();
    }),
    [`${service}/Update`]: managed(async (request) => {
      await subscriptions.update(readDefinition(request));
      return done();
    }),
    [`${service}/Delete`]: managed(async (request) => {
      const { source, group } = readGroupName(request, NAME_IN_DELETE);
      await subscriptions.remove(source, group);
      return done();
    }),
    [`${service}/Read`]: (call) => read(subscriptions, call),
    [`${service}/GetInfo`]: unary((request) => {
      const { source, group } = readGroupName(request, NAME_IN_INFO);
      return infos([subscriptions.find(source, group).info()]);
    }),
    [`${service}/List`]: unary((request) => infos(subscriptions.list(readList(request)).map((g) => g.info()))),
    [`${service}/ReplayParked`]: managed((request) => {
      const { source, group, stopAt } = readGroupName(request, NAME_IN_REPLAY);
      subscriptions.find(source, group).replayParked(stopAt ?? Number.MAX_SAFE_INTEGER);
      return done();
    }),
    [`${service}/RestartSubsystem`]: managed(async () => {
      await subscriptions.restart();
      return done();
    }),
  };
}
