import { type Decider, reject } from '../kernel/decider.ts';
import type { ReviewCommand, ReviewEvent } from './messages.ts';

export type ReviewState = { readonly patientId?: string; readonly reviewerId?: string; readonly evaluationId?: string };

/** From the review on, until the patient has accepted: what is found later is a matter of the checklist. */
const EVALUATED_AT = ['review', 'offer'];

export const reviewDecider: Decider<ReviewCommand, ReviewEvent, ReviewState> = {
  initial: {},
  decide: {
    AssignReviewer: ({ data: { patientId, reviewerId, reason, isDoctor, isOver }, at, by }, { reviewerId: previousId }) => {
      if (isOver) return reject('case.over');
      if (!isDoctor) return reject('review.not-a-doctor', { memberId: reviewerId });
      if (reviewerId === previousId) return [];
      const data = { patientId, reviewerId, assignedBy: by.id, assignedAt: at, ...(previousId && { previousId }), ...(reason && { reason }) };
      return [{ type: 'ReviewerAssigned', data }];
    },
    RecordEvaluation: ({ data: { patientId, evaluationId, evaluation, stage, isOver }, by }, { evaluationId: before }) => {
      if (by.kind !== 'staff' || by.role !== 'doctor') return reject('case.evaluation-needs-doctor');
      if (isOver) return reject('case.over');
      if (!EVALUATED_AT.includes(stage)) return reject('case.evaluation-not-now', { stage });
      const superseded: ReviewEvent[] = before ? [{ type: 'EvaluationSuperseded', data: { evaluationId: before, supersededBy: evaluationId } }] : [];
      const positive = evaluation.decision !== 'not-eligible';
      return [...superseded, { type: 'EvaluationRecorded', data: { patientId, evaluationId, positive, evaluation } }];
    },
  },
  evolve: {
    ReviewerAssigned: ({ data: { patientId, reviewerId } }, state) => ({ ...state, patientId, reviewerId }),
    EvaluationRecorded: ({ data: { patientId, evaluationId } }, state) => ({ ...state, patientId, evaluationId }),
    EvaluationSuperseded: (_, { evaluationId: _was, ...state }) => state,
  },
};
