// Between the hub's events and the client's. A sealed value is stored without its context, which its event can give back.
import { type Meta, parseStreamName, type Recorded } from '#domain/kernel/envelope.ts';
import type { NewEvent } from '#domain/kernel/event-store.ts';
import { isSealed } from '#domain/kernel/sealing.ts';
import type { JSONEventData, ResolvedEvent } from './client.ts';

/** An event as the client takes it. */
export type Stored = JSONEventData & { readonly metadata: Uint8Array };

const mapFields = (data: object, change: (name: string, value: unknown) => unknown): object =>
  Object.fromEntries(Object.entries(data).map(([name, value]) => [name, change(name, value)]));

const withoutContext = (data: object): object => mapFields(data, (_, value) => (isSealed(value) ? { $sealed: value.$sealed } : value));
const withContext = (data: object, event: string, of: (field: string) => string): object =>
  mapFields(data, (field, value) => (isSealed(value) ? { $sealed: value.$sealed, subject: of(field), event, field } : value));

const utf8 = new TextEncoder();
export const toStored = ({ id, type, data, meta }: NewEvent): Stored => ({
  id,
  type,
  contentType: 'application/json',
  data: withoutContext(data) as JSONEventData['data'],
  metadata: utf8.encode(JSON.stringify(meta)), // as bytes, which the client sends as they are
});

const isMeta = (value: unknown): value is Meta => typeof value === 'object' && value !== null && 'tenant' in value && 'actor' in value;
/** The hub's view of a stored event; undefined for an event that the hub did not write. */
export function toRecorded({ event }: ResolvedEvent): Recorded | undefined {
  const stream = event && parseStreamName(event.streamId);
  if (!event || !stream || !event.position || !isMeta(event.metadata) || typeof event.data !== 'object') return undefined;
  const { id, type, metadata: meta } = event;
  return {
    id,
    type,
    stream,
    meta,
    data: withContext(event.data as object, id, (field) => meta.subjects?.[field] ?? meta.subject ?? stream.id),
    revision: Number(event.revision),
    position: event.position.commit,
    recordedAt: event.created,
  };
}
