// The live feed: every event of every slice, told without its data. Rows older than the retention are trimmed by the runner.
import { caseEvents } from '#domain/case/messages.ts';
import type { StoredEvent } from '#domain/kernel/envelope.ts';
import { memberEvents } from '#domain/member/messages.ts';
import { patientEvents } from '#domain/patient/messages.ts';
import { recommendationEvents } from '#domain/recommendation/messages.ts';
import { tenantEvents } from '#domain/tenant/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { LiveFeed, type LiveFeedRow } from './table.ts';

const TYPES = [tenantEvents, memberEvents, patientEvents, caseEvents, recommendationEvents].flatMap(Object.keys);

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
  };
}

export const liveFeed: Fold<StoredEvent, LiveFeedRow> = {
  name: 'live-feed',
  key: ({ id }) => id,
  when: Object.fromEntries(TYPES.map((type) => [type, told])),
  blind: () => true,
};
export const liveFeedView = view(liveFeed, LiveFeed);
