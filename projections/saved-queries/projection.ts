import type { StoredSavedqueryEvent } from '#domain/savedquery/messages.ts';
import { type Fold, view } from '../kernel/projection.ts';
import { SavedQueries, type SavedQueryRow } from './table.ts';

/** Older ones stay in the log. */
const MOST_VERSIONS = 50;

export const savedQueries: Fold<StoredSavedqueryEvent, SavedQueryRow> = {
  name: 'saved-queries',
  key: ({ stream }) => stream.id,
  when: {
    QuerySaved: ({ data, meta, stream, revision, position }, row) => ({
      ...{ tenant: meta.tenant, id: stream.id, name: data.name, revision, position },
      versions: [{ ...data, savedAt: meta.occurredAt, by: meta.actor.id }, ...(row?.versions ?? [])].slice(0, MOST_VERSIONS),
    }),
    QueryDeleted: () => null,
  },
};
export const savedQueriesView = view(savedQueries, SavedQueries);
