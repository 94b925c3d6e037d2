import type { StoredWaitlistEvent } from '#domain/waitlist/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { type WaitlistRow, WaitlistTable } from './table.ts';

type Row = WaitlistRow | undefined;
const to = ({ revision, position }: Seen<StoredWaitlistEvent>, row: Row, change: Partial<Pick<WaitlistRow, 'status' | 'start'>>): Row =>
  row && { ...row, ...change, revision, position };

export const waitlist: Fold<StoredWaitlistEvent, WaitlistRow> = {
  name: 'waitlist',
  key: ({ data }) => data.entryId,
  when: {
    WaitlistJoined: ({ data, meta, stream, revision, position }) => ({
      ...{ tenant: meta.tenant, id: data.entryId, offeringId: stream.id, customerId: data.customerId, from: new Date(data.from), to: new Date(data.to) },
      ...{ staff: data.staff ?? null, customer: data.customer ?? null, notes: data.notes ?? null, status: 'waiting', start: null },
      ...{ joined: position, joinedAt: new Date(meta.occurredAt), revision, position },
    }),
    WaitlistLeft: (event, row) => to(event, row, { status: 'left' }),
    WaitlistTimeOffered: (event, row) => to(event, row, { status: 'offered', start: new Date(event.data.start) }),
    WaitlistReturned: (event, row) => to(event, row, { status: 'waiting', start: null }),
  },
};
export const waitlistView = view(waitlist, WaitlistTable);
