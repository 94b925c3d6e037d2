import type { StoredCaseEvent } from '#domain/case/messages.ts';
import type { CaseStatus, Stage } from '#domain/case/stages.ts';
import type { StoredRecommendationEvent } from '#domain/recommendation/messages.ts';
import { type Fold, type Seen, view, type When } from '../kernel/projection.ts';
import { CaseList, type CaseListRow } from './table.ts';

type Row = CaseListRow | undefined;

const change = ({ recordedAt, revision, position }: Seen<StoredCaseEvent>, row: Row, to: { stage?: Stage; status?: CaseStatus }): Row =>
  row && { ...row, ...to, updatedAt: recordedAt, revision, position };

const cases: When<StoredCaseEvent, CaseListRow> = {
  CaseOpened: ({ data: { patientId, referredBy, procedure }, meta, stream, recordedAt, revision, position }) => ({
    tenant: meta.tenant,
    id: stream.id,
    patientId,
    referredBy: referredBy ?? null,
    stage: 'lead',
    status: 'active',
    procedure,
    undecided: {},
    opened: position,
    openedAt: new Date(meta.occurredAt),
    updatedAt: recordedAt,
    revision,
    position,
  }),
  CaseStageEntered: (event, row) => change(event, row, { stage: event.data.to }),
  CaseStageSkipped: (event, row) => change(event, row, { stage: event.data.to }),
  CaseHeld: (event, row) => change(event, row, { status: 'onHold' }),
  CaseResumed: (event, row) => change(event, row, { status: 'active' }),
  CaseCancelled: (event, row) => change(event, row, { status: 'cancelled' }),
  CaseDeclined: (event, row) => change(event, row, { status: 'declined' }),
  CaseClosed: (event, row) => change(event, row, { status: 'closed', stage: 'closed' }),
  CaseReopened: (event, row) => change(event, row, { status: 'active', stage: event.data.stage }),
  CaseFlagged: (event, row) => change(event, row, {}),
  CaseFlagCleared: (event, row) => change(event, row, {}),
};

type Decided = Exclude<StoredRecommendationEvent, { type: 'RecommendationIssued' }>;
function decided({ stream, recordedAt, position }: Seen<Decided>, row: Row): Row {
  if (!row) return undefined;
  const { [stream.id]: _, ...undecided } = row.undecided;
  return { ...row, undecided, updatedAt: recordedAt, position };
}

const recommendations: When<StoredRecommendationEvent, CaseListRow> = {
  RecommendationIssued: ({ data, stream, recordedAt, position }, row) =>
    row && { ...row, undecided: { ...row.undecided, [stream.id]: data.level }, updatedAt: recordedAt, position },
  RecommendationAccepted: decided,
  RecommendationEdited: decided,
  RecommendationRejected: decided,
  RecommendationExpired: decided,
};

export const caseList: Fold<StoredCaseEvent | StoredRecommendationEvent, CaseListRow> = {
  name: 'case-list',
  key: ({ stream, data }) => ('caseId' in data ? data.caseId : stream.id),
  when: { ...cases, ...recommendations },
};
export const caseListView = view(caseList, CaseList);
