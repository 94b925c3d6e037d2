// One stream: append and read.
import { type Recorded, type StreamId, streamName } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Appended, Expected, NewEvent, StreamReader, StreamWriter } from '#domain/kernel/event-store.ts';
import { ANY, type Client, NO_STREAM } from './client.ts';
import { toRecorded, toStored } from './convert.ts';
import { isNoStream, toHubError } from './errors.ts';
import { retrying } from './retry.ts';

const EXPECTED = { none: NO_STREAM, any: ANY } as const;
const toRevision = (expected: Expected) => (typeof expected === 'number' ? BigInt(expected) : EXPECTED[expected]);

/** A read of at most so many events ends by itself when nobody wants its rest: servers cut off who breaks off often, as if it were an attack. */
const FEW = 64;

export function makeStreams(client: Client, maxAppend: number): StreamReader & StreamWriter {
  async function append(stream: StreamId, events: readonly NewEvent[], expected: Expected): Promise<Appended> {
    if (events.length === 0) throw new HubError('bug', 'event-store.empty-append', 'an append needs at least one event');
    const stored = events.map(toStored);
    const size = stored.reduce((sum, { data, metadata }) => sum + Buffer.byteLength(JSON.stringify(data)) + metadata.length, 0);
    if (size > maxAppend) throw new HubError('too-large', 'event-store.append-too-large', `${size} bytes are more than one append may have (${maxAppend})`);
    // Repeating is safe: the store recognises the event ids.
    const result = await retrying(() => client.appendToStream(streamName(stream), stored, { expectedRevision: toRevision(expected) }));
    return { revision: Number(result.nextExpectedRevision), position: result.position?.commit ?? 0n };
  }

  async function* read(stream: StreamId, { from = 0, to = Number.MAX_SAFE_INTEGER }: { from?: number; to?: number } = {}): AsyncIterable<Recorded> {
    if (to < from) return;
    const maxCount = Math.min(to - from + 1, Number.MAX_SAFE_INTEGER);
    const events = client.readStream(streamName(stream), { fromRevision: BigInt(from), maxCount });
    let complete = false;
    try {
      for await (const resolved of events.iterator({ destroyOnReturn: false })) {
        const event = toRecorded(resolved);
        if (event) yield event;
      }
      complete = true;
    } catch (error) {
      complete = true;
      if (!isNoStream(error)) throw toHubError(error);
    } finally {
      if (!complete && maxCount > FEW) await events.cancel();
      else if (!complete) events.resume().on('error', () => undefined); // nobody waits for the rest
    }
  }
  return { append, read };
}
