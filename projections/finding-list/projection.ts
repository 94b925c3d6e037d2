import type { FindingStatus, StoredFindingEvent } from '#domain/finding/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { FindingList, type FindingRow } from './table.ts';

type Reviewed = Seen<Extract<StoredFindingEvent, { type: 'FindingConfirmed' | 'FindingDismissed' }>>;
const reviewed = ({ data, meta, revision, position }: Reviewed, row: FindingRow | undefined, status: FindingStatus) =>
  row && { ...row, status, note: data.note, reviewedBy: meta.actor, reviewedAt: new Date(meta.occurredAt), revision, position };

/** What the security rules noticed, and what people made of it. */
export const findingList: Fold<StoredFindingEvent, FindingRow> = {
  name: 'finding-list',
  key: ({ stream }) => stream.id,
  when: {
    FindingRaised: ({ data, meta, stream, revision, position }) => ({
      ...data,
      tenant: meta.tenant,
      id: stream.id,
      status: 'open',
      from: new Date(data.from),
      to: new Date(data.to),
      places: data.places ?? null,
      raised: position,
      raisedAt: new Date(meta.occurredAt),
      reviewedBy: null,
      reviewedAt: null,
      note: null,
      revision,
      position,
    }),
    FindingConfirmed: (event, row) => reviewed(event, row, 'confirmed'),
    FindingDismissed: (event, row) => reviewed(event, row, 'dismissed'),
  },
};
export const findingListView = view(findingList, FindingList);
