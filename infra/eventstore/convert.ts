// Between the hub's events and the client's. A sealed value is stored without its context, which its event can give back.
import { type Meta, parseStreamName, type Recorded, type StreamId } from '#domain/kernel/envelope.ts';
import type { NewEvent } from '#domain/kernel/event-store.ts';
import { isSealed } from '#domain/kernel/sealing.ts';
import type { JSONEventData, ResolvedEvent } from './client.ts';

/** An event as the client takes it. */
export type Stored = JSONEventData & { readonly metadata: Uint8Array };

const withoutContext = (data: object): object =>
  Object.fromEntries(Object.entries(data).map(([name, value]: [string, unknown]) => [name, isSealed(value) ? { $sealed: value.$sealed } : value]));
/** In place, since the client has just made `data` for us alone. */
function withContext(data: Record<string, unknown>, event: string, { meta, stream }: { meta: Meta; stream: StreamId }): object {
  for (const [field, value] of Object.entries(data))
    if (isSealed(value)) data[field] = { $sealed: value.$sealed, subject: meta.subjects?.[field] ?? meta.subject ?? stream.id, event, field };
  return data;
}

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
    data: withContext(event.data as Record<string, unknown>, id, { meta, stream }),
    revision: Number(event.revision),
    position: event.position.commit,
    recordedAt: event.created,
  };
}
