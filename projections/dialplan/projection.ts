import type { StoredDialplanEvent } from '#domain/dialplan/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { Dialplan, type DialplanRow } from './table.ts';

type Row = DialplanRow | undefined;
/** The first event of any kind makes the row. */
const changed = ({ meta, stream, revision, position }: Seen<StoredDialplanEvent>, row: Row, to: Partial<DialplanRow>): DialplanRow => ({
  ...{ tenant: meta.tenant, id: stream.id, users: row?.users ?? [], routes: row?.routes ?? [], revision, position },
  ...to,
});
const but = (row: Row, userId: string) => (row?.users ?? []).filter((user) => user.userId !== userId);
const without = (row: Row, prefix: string) => (row?.routes ?? []).filter((route) => route.prefix !== prefix);

export const dialplans: Fold<StoredDialplanEvent, DialplanRow> = {
  name: 'dialplan',
  key: ({ stream }) => stream.id,
  when: {
    PhoneUserSet: (event, row) => changed(event, row, { users: [...but(row, event.data.userId), event.data] }),
    PhoneUserRemoved: (event, row) => changed(event, row, { users: but(row, event.data.userId) }),
    CallRouteSet: (event, row) => changed(event, row, { routes: [...without(row, event.data.prefix), event.data] }),
    CallRouteRemoved: (event, row) => changed(event, row, { routes: without(row, event.data.prefix) }),
  },
};
export const dialplanView = view(dialplans, Dialplan);
