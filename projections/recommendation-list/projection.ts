import type { StoredRecommendationEvent } from '#domain/recommendation/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { type Decision, RecommendationList, type RecommendationRow, type RecommendationStatus } from './table.ts';

type Row = RecommendationRow | undefined;

const decided = ({ meta, revision, position }: Seen<StoredRecommendationEvent>, row: Row, status: RecommendationStatus, decision: Decision | null): Row =>
  row && { ...row, status, decision, decidedAt: new Date(meta.occurredAt), decidedBy: meta.actor, revision, position };

export const recommendationList: Fold<StoredRecommendationEvent, RecommendationRow> = {
  name: 'recommendation-list',
  key: ({ stream }) => stream.id,
  when: {
    RecommendationIssued: ({ data, meta, stream, revision, position }) => ({
      tenant: meta.tenant,
      id: stream.id,
      caseId: data.caseId,
      patientId: data.patientId,
      rule: data.rule,
      version: data.version,
      level: data.level,
      status: 'open',
      title: data.title,
      text: data.text,
      items: data.items,
      missing: data.missing,
      actions: data.actions,
      evidence: data.evidence,
      inputEventIds: data.inputEventIds,
      wording: data.wording,
      issued: position,
      issuedAt: new Date(meta.occurredAt),
      decidedAt: null,
      decidedBy: null,
      decision: null,
      expiry: null,
      revision,
      position,
    }),
    RecommendationAccepted: (event, row) => decided(event, row, 'accepted', event.data.note ? { note: event.data.note } : null),
    RecommendationEdited: (event, row) => decided(event, row, 'edited', { text: event.data.text, reason: event.data.reason }),
    RecommendationRejected: (event, row) => decided(event, row, 'rejected', { reason: event.data.reason }),
    RecommendationExpired: (event, row) => row && { ...row, status: 'expired', expiry: event.data.reason, revision: event.revision, position: event.position },
  },
};
export const recommendationListView = view(recommendationList, RecommendationList);
