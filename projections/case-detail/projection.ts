import type { StoredCaseEvent } from '#domain/case/messages.ts';
import { type Stage, skipped } from '#domain/case/stages.ts';
import type { Sealed } from '#domain/kernel/sealing.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { CaseDetail, type CaseDetailRow, type StageEntry } from './table.ts';

type Event = Seen<StoredCaseEvent>;
type Row = CaseDetailRow | undefined;

const entry = ({ meta }: Event, stage: Stage, more: Partial<StageEntry> = {}): StageEntry => ({ stage, enteredAt: meta.occurredAt, by: meta.actor, ...more });
const change = ({ revision, position }: Event, row: Row, to: (row: CaseDetailRow) => Partial<CaseDetailRow> = () => ({})): Row =>
  row && { ...row, ...to(row), revision, position };
const because = (event: Event & { data: { reason: Sealed } }, row: Row): Row => change(event, row, () => ({ statusReason: event.data.reason }));

export const caseDetail: Fold<StoredCaseEvent, CaseDetailRow> = {
  name: 'case-detail',
  key: ({ stream }) => stream.id,
  when: {
    CaseOpened: (event) => ({
      tenant: event.meta.tenant,
      id: event.stream.id,
      stages: [entry(event, 'lead')],
      evaluation: null,
      statusReason: null,
      revision: event.revision,
      position: event.position,
    }),
    CaseStageEntered: (event, row) =>
      change(event, row, ({ stages, evaluation }) => ({
        stages: [...stages, entry(event, event.data.to)],
        evaluation: event.data.evaluation ?? evaluation,
      })),
    CaseStageSkipped: (event, row) =>
      change(event, row, ({ stages }) => {
        const { from, to, reason } = event.data;
        const passed = (skipped(from, to) ?? []).map((stage) => entry(event, stage, { skipped: true, reason }));
        return { stages: [...stages, ...passed, entry(event, to)] };
      }),
    CaseHeld: because,
    CaseResumed: (event, row) => change(event, row, () => ({ statusReason: null })),
    CaseCancelled: because,
    CaseDeclined: (event, row) =>
      change(event, row, ({ evaluation }) => ({ statusReason: event.data.reason, evaluation: event.data.evaluation ?? evaluation })),
    CaseClosed: (event, row) =>
      change(event, row, ({ stages }) => ({
        stages: [...stages, entry(event, 'closed', { reason: event.data.reason })],
        statusReason: event.data.reason,
      })),
    CaseReopened: (event, row) =>
      change(event, row, ({ stages }) => ({
        stages: [...stages, entry(event, event.data.stage, { reason: event.data.reason })],
        statusReason: null,
      })),
    CaseFlagged: (event, row) => change(event, row),
    CaseFlagCleared: (event, row) => change(event, row),
  },
};
export const caseDetailView = view(caseDetail, CaseDetail);
