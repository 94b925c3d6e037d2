import { anyDeadlines, END_ALL } from '../kernel/deadline.ts';
import type { StoredErasureEvent } from './messages.ts';

const name = (sink: string) => `copy-expires:${sink}`;

/** A copy that ends by itself, such as in a backup of the keys. */
export const erasureDeadlines = anyDeadlines<StoredErasureEvent>({
  SinkErased: ({ data: { run, sink, expiresAt } }) =>
    expiresAt ? { set: [{ name: name(sink), at: expiresAt, command: { type: 'EndCopy', data: { run, sink } } }] } : {},
  CopyExpired: ({ data: { sink } }) => ({ end: [name(sink)] }),
  ErasureCompleted: () => END_ALL,
});
