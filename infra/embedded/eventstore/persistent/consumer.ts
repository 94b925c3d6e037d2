// One connected consumer of a group and what it has been given but not yet settled.
import type { Call } from '../grpc/call.ts';
import { type ConsumerInfo, delivery } from '../protocol/persistent.ts';
import type { Message } from './source.ts';

export type Consumer = ReturnType<typeof makeConsumer>;
export type ConsumerOptions = { bufferSize: number; structured: boolean; timeout: number; now: () => number };

export function makeConsumer(call: Call, { bufferSize, structured, timeout, now }: ConsumerOptions) {
  const inFlight = new Map<string, { message: Message; deadline: number }>();
  const since = now();
  let total = 0;
  return {
    call,
    /** Ids settle messages, so two events with one id (in two streams) are never out at once. */
    canTake: (message: Message): boolean => inFlight.size < bufferSize && !inFlight.has(message.id),
    give(message: Message): void {
      inFlight.set(message.id, { message, deadline: timeout > 0 ? now() + timeout : Number.POSITIVE_INFINITY });
      total++;
      call.send(delivery(message.resolved, message.retries, structured));
    },
    /** Takes a message back as settled. Undefined when it is not (or no longer) out with this consumer. */
    take(id: string): Message | undefined {
      const message = inFlight.get(id)?.message;
      inFlight.delete(id);
      return message;
    },
    /** Takes back what was not settled in time. */
    overdue(): Message[] {
      const late = [...inFlight.values()].filter((f) => f.deadline <= now()).map((f) => f.message);
      for (const { id } of late) inFlight.delete(id);
      return late;
    },
    takeAll(): Message[] {
      const all = [...inFlight.values()].map((f) => f.message);
      inFlight.clear();
      return all;
    },
    inFlight: (): number => inFlight.size,
    info: (): ConsumerInfo => ({
      from: 'grpc',
      user: call.access.user,
      total,
      perSecond: total / Math.max(1, (now() - since) / 1000),
      slots: bufferSize - inFlight.size,
      inFlight: inFlight.size,
      name: String(call.headers['connection-name'] ?? ''),
    }),
  };
}
