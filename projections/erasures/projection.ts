import type { StoredErasureEvent } from '#domain/erasure/messages.ts';
import type { StoredPatientEvent } from '#domain/patient/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { type ErasureRow, Erasures, type SinkState } from './table.ts';

type Asked = Extract<StoredPatientEvent, { type: 'ErasureRequested' }>;
type Row = ErasureRow | undefined;
type Event = Seen<StoredErasureEvent | Asked>;

/** The row with what the event changes; a first event makes one. */
function change({ meta, stream, recordedAt, revision, position }: Event, row: Row, to: Partial<ErasureRow>): ErasureRow {
  const empty = { restricted: false, persons: [stream.id], requestedAt: null, answerBy: null, asked: null, granted: null, grounds: [], run: 0, step: null };
  const begun = { ...empty, keys: null, keysAt: null, sinks: [], startedAt: null, completedAt: null, first: position, status: 'requested' as const };
  return { ...begun, ...row, ...to, tenant: meta.tenant, id: stream.id, updatedAt: recordedAt, revision, position };
}
const withSink = (row: Row, sink: string, state: SinkState) => (row?.sinks ?? []).map((one) => (one.sink === sink ? state : one));

/** Where each person's erasure stands, from the request to the certificate. */
export const erasures: Fold<StoredErasureEvent | Asked, ErasureRow> = {
  name: 'erasures',
  key: ({ stream }) => stream.id,
  when: {
    ErasureRequested: (event, row) => {
      const asked = { requestedAt: new Date(event.meta.occurredAt), answerBy: new Date(event.data.answerBy) };
      return { ...change(event, row, asked), revision: row?.revision ?? -1 };
    },
    ErasureRefused: (event, row) => {
      const { asked, granted, grounds } = event.data;
      return change(event, row, { status: 'refused', asked, granted: granted ?? null, grounds });
    },
    ProcessingRestricted: (event, row) => change(event, row, { status: 'restricted', restricted: true, persons: event.data.persons }),
    RestrictionLifted: (event, row) => change(event, row, { status: 'lifted', restricted: false }),
    ErasureStarted: (event, row) => {
      const { persons, run, step, sinks, at } = event.data;
      const begun = { persons, run, step, startedAt: new Date(at), sinks: sinks.map((sink) => ({ sink })), keys: null, keysAt: null, completedAt: null };
      return change(event, row, { status: 'under-way', ...begun });
    },
    KeysDestroyed: (event, row) => change(event, row, { keys: event.data.keys, keysAt: event.position }),
    SinkErased: (event, row) => {
      const { sink, found, at, expiresAt } = event.data;
      return change(event, row, { sinks: withSink(row, sink, { sink, found, at, ...(expiresAt && { expiresAt }) }) });
    },
    CopyExpired: (event, row) => {
      const { sink, at } = event.data;
      const found = row?.sinks.find((one) => one.sink === sink)?.found ?? 0;
      return change(event, row, { sinks: withSink(row, sink, { sink, found, at }) });
    },
    ErasureCompleted: (event, row) => change(event, row, { status: 'completed', completedAt: new Date(event.meta.occurredAt) }),
  },
};
export const erasuresView = view(erasures, Erasures);
