import { slices } from '#domain/index.ts';
import type { StoredEvent } from '#domain/kernel/envelope.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { Trace, type TraceRow } from './table.ts';

const TYPES = slices.flatMap(({ events }) => Object.keys(events));

const traced = ({ meta, stream, revision, position }: Seen<StoredEvent>, row: TraceRow | undefined): TraceRow => ({
  tenant: meta.tenant,
  id: `${meta.correlationId}/${stream.slice}-${stream.id}`,
  correlationId: meta.correlationId,
  slice: stream.slice,
  streamId: stream.id,
  firstRevision: row?.firstRevision ?? revision,
  lastRevision: revision,
  firstPosition: row?.firstPosition ?? position,
  position,
});

export const traces: Fold<StoredEvent, TraceRow> = {
  name: 'traces',
  key: ({ meta, stream }) => `${meta.correlationId}/${stream.slice}-${stream.id}`,
  when: Object.fromEntries(TYPES.map((type) => [type, traced])),
};
export const tracesView = view(traces, Trace);
