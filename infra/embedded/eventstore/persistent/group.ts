// A group at work: reads ahead of its consumers, hands messages out, takes acks and nacks, retries, parks, and remembers how far it got.
// The checkpoint never passes a message that is not settled, so a restart repeats some messages but skips none.
import type { Call } from '../grpc/call.ts';
import { groupDropped, groupFull } from '../grpc/status.ts';
import type { GroupInfo } from '../protocol/persistent.ts';
import type { EmbeddedStore } from '../store/store.ts';
import { makeCheckpoint } from './checkpoint.ts';
import { type Consumer, makeConsumer } from './consumer.ts';
import { type Defined, groupId, sourceName } from './definition.ts';
import { makeParked } from './parked.ts';
import { makeSource, type Message } from './source.ts';
import { makeStrategy } from './strategies.ts';

export type Group = ReturnType<typeof makeGroup>;
export type Nack = 'park' | 'retry' | 'skip' | 'stop';
/** A filter that matches nothing must not make the next start scan everything again. */
const SCANNED_LIMIT = 1000;
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

export function makeGroup(store: EmbeddedStore, defined: Defined, now: () => number) {
  const { settings } = defined;
  const name = { source: sourceName(defined.source), group: defined.group };
  const id = groupId(name.source, name.group);
  const isAll = defined.source.stream === undefined;
  const source = makeSource(store, defined);
  const checkpoint = makeCheckpoint(store, id, isAll, defined.after);
  const parked = makeParked(store, source, id);
  const choose = makeStrategy(settings.strategy);
  const consumers: Consumer[] = [];
  const buffer: Message[] = [];
  const retries: Message[] = [];
  const unsettled = new Set<number>(); // places in ascending order: insertion order is reading order
  const started = now();
  let cursor = checkpoint.place();
  let settledCount = 0;
  let scanned = 0;
  let total = 0;
  let lastSaved = started;
  let pumping = false;

  const safePlace = (): number => {
    const [oldest] = unsettled;
    return oldest === undefined ? cursor : oldest - 1;
  };
  const isDue = (): boolean => {
    if (settledCount >= settings.maxCheckpointCount || scanned >= SCANNED_LIMIT) return true;
    const enough = settledCount >= settings.minCheckpointCount || (settledCount > 0 && unsettled.size === 0);
    return enough && now() - lastSaved >= settings.checkpointAfter;
  };
  function save(): void {
    const place = safePlace();
    if (place <= checkpoint.place() || !checkpoint.save(place)) return;
    settledCount = 0;
    scanned = 0;
    lastSaved = now();
  }
  function settle({ place, parkedAt }: Message): void {
    total++;
    if (place !== undefined) {
      unsettled.delete(place);
      settledCount++;
    }
    if (parkedAt !== undefined) void parked.settle(parkedAt).catch(() => {});
    if (isDue()) save();
  }
  function park(message: Message, reason: string): void {
    parked.park(message, reason).then(
      () => settle(message),
      () => retries.push(message), // the disk is full: keep it and try again
    );
  }
  function again(messages: readonly Message[], reason: string): void {
    for (const message of messages) {
      if (message.retries >= settings.maxRetryCount) park(message, `Reached retry count of ${settings.maxRetryCount}: ${reason}`);
      else retries.push({ ...message, retries: message.retries + 1 });
    }
    retries.sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
  }

  function handOut(queue: Message[]): void {
    for (let i = 0; i < queue.length; ) {
      const consumer = choose(queue[i]!, consumers);
      if (consumer) consumer.give(queue.splice(i, 1)[0]!);
      else if (consumers.some((c) => c.canTake(queue[i]!)))
        i++; // its own consumer is busy, another's is not
      else return;
    }
  }
  const dispatch = (): void => {
    handOut(retries);
    handOut(buffer);
  };
  function readAhead(): boolean {
    const { messages, upTo, considered } = source.page(cursor);
    if (upTo === cursor) return false;
    for (const message of messages) unsettled.add(message.place!);
    buffer.push(...messages);
    cursor = upTo;
    scanned += considered - messages.length;
    return true;
  }
  /** Reads while anybody wants more, a page at a time so that a long catch-up leaves the event loop free. */
  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    while (consumers.length > 0 && buffer.length < settings.historyBufferSize && readAhead()) {
      dispatch();
      await turn();
    }
    pumping = false;
    dispatch();
  }
  const wake = (): void => void pump();

  function leave(consumer: Consumer): void {
    const at = consumers.indexOf(consumer);
    if (at < 0) return;
    consumers.splice(at, 1);
    again(consumer.takeAll(), 'the consumer went away');
    dispatch();
  }
  return {
    id,
    defined,
    wake,
    /** Adds a consumer. Throws when the group has as many as it may have. */
    join(call: Call, options: { bufferSize: number; structured: boolean }): Consumer {
      if (settings.maxSubscriberCount > 0 && consumers.length >= settings.maxSubscriberCount) throw groupFull(name);
      const consumer = makeConsumer(call, { ...options, timeout: settings.messageTimeout, measure: settings.extraStatistics, now });
      consumers.push(consumer);
      call.onClose(() => leave(consumer));
      return consumer;
    },
    ack(consumer: Consumer, ids: readonly string[]): void {
      for (const eventId of ids) {
        const message = consumer.take(eventId);
        if (message) settle(message);
      }
      wake();
    },
    nack(consumer: Consumer, ids: readonly string[], action: Nack, reason: string): void {
      const messages = ids.map((eventId) => consumer.take(eventId)).filter((m) => m !== undefined);
      if (action === 'park') for (const message of messages) park(message, reason || "Client explicitly NAK'ed message.");
      else if (action === 'skip') messages.forEach(settle);
      else again(messages, reason);
      if (action === 'stop') consumer.call.fail(groupDropped(name));
      wake();
    },
    replayParked(stopAt: number): void {
      retries.unshift(...parked.replay(stopAt));
      dispatch();
    },
    /** Called a few times a second: message time-outs and checkpoints by time. */
    tick(): void {
      const late = consumers.flatMap((c) => c.overdue());
      if (late.length > 0) again(late, 'not acknowledged in time');
      if (late.length > 0 || retries.length > 0) dispatch();
      if (isDue()) save();
    },
    /** Ends all consumers; their clients see the subscription dropped. */
    drop(): void {
      for (const { call } of [...consumers]) call.fail(groupDropped(name));
      consumers.length = 0;
    },
    async stop(): Promise<void> {
      await checkpoint.settled();
      if (settledCount > 0) save();
      await checkpoint.settled();
    },
    async remove(): Promise<void> {
      await checkpoint.settled();
      await Promise.all([checkpoint.remove(), parked.remove()]);
    },
    info(): GroupInfo {
      const text = (place: number): string => (isAll ? `C:${place}/P:${place}` : String(place));
      const start = { start: 0, end: -1 };
      return {
        ...name,
        settings,
        status: cursor < source.last() ? 'Behind' : 'Live',
        consumers: consumers.map((c) => c.info()),
        total,
        perSecond: total / Math.max(1, (now() - started) / 1000),
        checkpoint: checkpoint.text(),
        known: source.last() < 0 ? '' : text(source.last()),
        startFrom: text(typeof defined.startFrom === 'number' ? defined.startFrom : start[defined.startFrom]),
        buffered: buffer.length,
        retrying: retries.length,
        inFlight: consumers.reduce((sum, c) => sum + c.inFlight(), 0),
        outstanding: unsettled.size,
        parked: parked.count(),
      };
    },
  };
}
