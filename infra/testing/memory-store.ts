// An event store in memory for tests of rules and wiring. What the store promises is tested on the real engine.
import { createHash } from 'node:crypto';
import { type Recorded, type StreamId, streamName } from '../../domain/kernel/envelope.ts';
import { HubError } from '../../domain/kernel/errors.ts';
import type { Expected, NewEvent, StreamReader, StreamWriter } from '../../domain/kernel/event-store.ts';
import { type Fingerprint, isSealed, type Open, type Seal, type Sealed, type TenantDigest } from '../../domain/kernel/sealing.ts';

export type MemoryStore = StreamReader & StreamWriter & { readonly log: Recorded[] };

const asRead = (stream: StreamId, { id, type, data, meta }: NewEvent, revision: number, position: bigint): Recorded => {
  const withContext = ([field, value]: [string, unknown]) => [
    field,
    isSealed(value) ? { ...value, subject: meta.subjects?.[field] ?? meta.subject ?? '', event: id, field } : value,
  ];
  const read = Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(data))).map(withContext));
  return { id, type, data: read, meta, stream, revision, position, recordedAt: new Date(meta.occurredAt) };
};

export function makeMemoryStore(): MemoryStore {
  const log: Recorded[] = [];
  const of = (stream: StreamId) => log.filter((e) => streamName(e.stream) === streamName(stream));
  return {
    log,
    async *read(stream, { from = 0, to = Number.POSITIVE_INFINITY } = {}) {
      yield* of(stream).filter(({ revision }) => revision >= from && revision <= to);
    },
    async append(stream, events, expected: Expected) {
      const current = of(stream).at(-1)?.revision ?? 'none';
      if (expected !== 'any' && expected !== current) throw new HubError('conflict', 'stream.conflict', 'changed', { detail: { current } });
      for (const event of events) log.push(asRead(stream, event, of(stream).length, BigInt(log.length + 1)));
      const { revision, position } = log.at(-1)!;
      return { revision, position };
    },
  };
}

const box = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
/** Reversible without a key: shows where sealing happens, protects nothing. */
export const pretendSeal: Seal = async ({ subject, event }, fields) =>
  Object.fromEntries(Object.entries(fields).map(([field, value]): [string, Sealed] => [field, { $sealed: box(value), subject, event, field }]));
export const pretendOpen: Open = async (_, values) => values.map(({ $sealed }) => JSON.parse(Buffer.from($sealed, 'base64').toString()));
const sha256 = (...parts: string[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
export const pretendFingerprint: Fingerprint = async (...parts) => sha256(...parts);
export const pretendDigest: TenantDigest = async (...parts) => sha256(...parts);
