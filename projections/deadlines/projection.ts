// What is due when, for every stream. Only a fold of the log: if it is lost, it is made again, and no deadline with it.
import { deadlines } from '#domain/deadlines.ts';
import type { DeadlineChange, Deadlines } from '#domain/kernel/deadline.ts';
import type { StoredEvent } from '#domain/kernel/envelope.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { type DeadlineRow, DeadlineTable, type OpenDeadline } from './table.ts';

function openAfter({ set = [], end = [] }: DeadlineChange, before: readonly OpenDeadline[], cause: Seen<StoredEvent>): OpenDeadline[] {
  const over = new Set(set.map(({ name }) => name));
  const kept = end === 'all' ? [] : before.filter(({ name }) => !end.includes(name) && !over.has(name));
  const added = set.map((due) => ({ ...due, cause: cause.id, correlationId: cause.meta.correlationId }));
  return [...kept, ...added].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

const fold =
  (change: Deadlines[string]) =>
  (event: Seen<StoredEvent>, row: DeadlineRow | undefined): DeadlineRow | null | undefined => {
    const { stream, meta, position } = event;
    const open = openAfter(change(event), row?.open ?? [], event);
    if (open.length === 0) return row && null;
    const id = `${stream.slice}-${stream.id}`;
    return { tenant: meta.tenant, id, slice: stream.slice, streamId: stream.id, due: new Date(open[0]!.at), open, position };
  };

export const makeDeadlineFold = (of: Deadlines): Fold<StoredEvent, DeadlineRow> => ({
  name: 'deadlines',
  key: ({ stream }) => `${stream.slice}-${stream.id}`,
  when: Object.fromEntries(Object.entries(of).map(([type, change]) => [type, fold(change)])),
});
export const deadlinesView = view(makeDeadlineFold(deadlines), DeadlineTable);
