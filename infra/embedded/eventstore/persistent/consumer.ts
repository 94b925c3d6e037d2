// One connected consumer of a group and what it has been given but not yet settled.
import { randomInt } from 'node:crypto';
import type { Call } from '../grpc/call.ts';
import { type ConsumerInfo, delivery } from '../protocol/persistent.ts';
import { makeLatencies } from './latencies.ts';
import type { Message } from './source.ts';

export type Consumer = ReturnType<typeof makeConsumer>;
export type ConsumerOptions = { bufferSize: number; structured: boolean; timeout: number; measure: boolean; now: () => number };

export function makeConsumer(call: Call, { bufferSize, structured, timeout, measure, now }: ConsumerOptions) {
  const inFlight = new Map<string, { message: Message; deadline: number; given: number }>();
  const latencies = makeLatencies();
  const since = now();
  let total = 0;
  return {
    call,
    /** Tells consumers apart, for strategies that keep to one. */
    key: randomInt(2 ** 32),
    /** Ids settle messages, so two events with one id (in two streams) are never out at once. */
    canTake: (message: Message): boolean => inFlight.size < bufferSize && !inFlight.has(message.id),
    give(message: Message): void {
      const given = now();
      inFlight.set(message.id, { message, given, deadline: timeout > 0 ? given + timeout : Number.POSITIVE_INFINITY });
      total++;
      call.send(delivery(message.resolved, message.retries, structured));
    },
    /** Takes a message back as settled. Undefined when it is not (or no longer) out with this consumer. */
    take(id: string): Message | undefined {
      const out = inFlight.get(id);
      if (!out) return undefined;
      inFlight.delete(id);
      if (measure) latencies.add(now() - out.given);
      return out.message;
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
      measured: latencies.read(),
      slots: bufferSize - inFlight.size,
      inFlight: inFlight.size,
      name: String(call.headers['connection-name'] ?? ''),
    }),
  };
}
