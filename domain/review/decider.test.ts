import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { as, decide, doctor, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { isRejection, reject } from '../kernel/decider.ts';
import type { ReviewCommand, ReviewEvent } from './messages.ts';
import { reviewSlice as slice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`;
const patientId = id(9);
const AT = '2026-01-02T03:04:05.000Z';
const assign = (n: number, more = {}): ReviewCommand => ({
  type: 'AssignReviewer',
  data: { patientId, reviewerId: id(n), isDoctor: true, isOver: false, ...more },
});
const assigned = (n: number, more = {}): ReviewEvent => ({
  type: 'ReviewerAssigned',
  data: { patientId, reviewerId: id(n), assignedBy: doctor.id, assignedAt: AT, ...more },
});
const evaluate = (n: number, decision: 'eligible' | 'not-eligible' = 'eligible', more = {}): ReviewCommand => ({
  type: 'RecordEvaluation',
  data: { patientId, evaluationId: id(n), evaluation: { decision }, stage: 'offer', isOver: false, ...more },
});
const recorded = (n: number, decision: 'eligible' | 'not-eligible' = 'eligible'): ReviewEvent => ({
  type: 'EvaluationRecorded',
  data: { patientId, evaluationId: id(n), positive: decision === 'eligible', evaluation: { decision } },
});
const superseded = (n: number, by: number): ReviewEvent => ({ type: 'EvaluationSuperseded', data: { evaluationId: id(n), supersededBy: id(by) } });

spec('review', (it) => {
  it('a case is given to a doctor, and to another, with who did it and who had it', () => {
    given(slice).when(assign(1)).then(assigned(1));
    given(slice, assigned(1)).when(assign(1)).then();
    given(slice, assigned(1))
      .when(assign(2, { reason: 'on leave' }))
      .then(assigned(2, { previousId: id(1), reason: 'on leave' }));
  });
  it('it is given to nobody who is no doctor, and not when the case is over', () => {
    given(slice)
      .when(assign(1, { isDoctor: false }))
      .then(reject('review.not-a-doctor'));
    given(slice)
      .when(assign(1, { isOver: true }))
      .then(reject('case.over'));
  });
  it('a later evaluation takes the place of the one before, and says whether an offer may rest on it', () => {
    given(slice).when(evaluate(1)).then(recorded(1));
    given(slice, recorded(1)).when(evaluate(2, 'not-eligible')).then(superseded(1, 2), recorded(2, 'not-eligible'));
  });
  it('only a doctor evaluates, at review and offer, while the case goes on', () => {
    for (const by of [as('nurse'), as('doctor', 'agent')]) given(slice).when(evaluate(1), { by }).then(reject('case.evaluation-needs-doctor'));
    given(slice)
      .when(evaluate(1, 'eligible', { stage: 'deposit' }))
      .then(reject('case.evaluation-not-now'));
    given(slice)
      .when(evaluate(1, 'eligible', { isOver: true }))
      .then(reject('case.over'));
  });
  it('of all evaluations exactly the last one stands', () => {
    const command = fc.oneof(
      fc.integer({ min: 1, max: 4 }).map((n) => assign(n)),
      fc.constantFrom('eligible' as const, 'not-eligible' as const),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (steps) => {
        const log: ReviewEvent[] = [];
        steps.forEach((step, n) => {
          const answer = decide(slice, log, typeof step === 'string' ? evaluate(20 + n, step) : step);
          if (!isRejection(answer)) log.push(...answer);
        });
        const all = log.flatMap((e) => (e.type === 'EvaluationRecorded' ? [e.data.evaluationId] : []));
        const gone = log.flatMap((e) => (e.type === 'EvaluationSuperseded' ? [e.data.evaluationId] : []));
        assert.equal(
          all.filter((one) => !gone.includes(one)),
          all.slice(-1),
        );
      }),
      { numRuns: 60 },
    );
  });
});
