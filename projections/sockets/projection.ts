// The live feed: every event of every slice, told without its data. Rows older than the retention are trimmed by the runner.
import { slices } from '#domain/index.ts';
import type { StoredEvent } from '#domain/kernel/envelope.ts';
import { partitionOf } from '../kernel/partition.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { LiveFeed, type LiveFeedRow } from './table.ts';

/** A disclosure tells of a read: telling it on would make the reader's own screen read again, for ever. */
const TOLD = slices.filter(({ name }) => name !== 'disclosure');
const TYPES = TOLD.flatMap(({ events }) => Object.keys(events));

/** A client that was away for longer reads its views anew. */
export const KEEPS_HOURS = 24;

function told({ id, type, stream, data, meta, recordedAt, position }: Seen<StoredEvent>): LiveFeedRow {
  const { caseId, patientId } = data as { caseId?: string; patientId?: string };
  return {
    tenant: meta.tenant,
    id,
    type,
    slice: stream.slice,
    streamId: stream.id,
    caseId: caseId ?? (stream.slice === 'case' ? stream.id : null),
    patientId: patientId ?? (stream.slice === 'patient' ? stream.id : null),
    recordedAt,
    actorKind: meta.actor.kind,
    actorRole: meta.actor.role,
    position,
    partition: partitionOf(meta.tenant),
  };
}

export const liveFeed: Fold<StoredEvent, LiveFeedRow> = {
  name: 'live-feed',
  key: ({ id }) => id,
  when: Object.fromEntries(TYPES.map((type) => [type, told])),
  blind: () => true,
  keepsHours: KEEPS_HOURS,
  onParked: 'goOn',
};
export const liveFeedView = view(liveFeed, LiveFeed);
