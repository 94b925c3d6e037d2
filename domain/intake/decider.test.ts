import * as assert from 'uvu/assert';
import { decide, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { isRejection, reject } from '../kernel/decider.ts';
import type { IntakeEvent } from './messages.ts';
import { QUESTIONNAIRE_NAMES, QUESTIONNAIRES } from './questionnaires.ts';
import { intakeSlice } from './slice.ts';

const patientId = '0190d0c0-0000-7000-8000-000000000001';
const sent: IntakeEvent = { type: 'IntakeSent', data: { patientId, questionnaire: 'dental-1' } };
const lawful = { notice: 'v1', basis: 'care' } as const;
const all = Object.fromEntries(QUESTIONNAIRES['dental-1'].map((q) => [q, 'no']));
const answered: IntakeEvent = { type: 'IntakeAnswered', data: { questions: [...QUESTIONNAIRES['dental-1']], ...lawful, answers: all } };
const submitted: IntakeEvent = { type: 'IntakeSubmitted', data: { patientId } };
const amend = { answers: { medication: 'warfarin' }, reason: 'forgot' };

spec('intake', (it) => {
  it('no answer is stored before the notice was acknowledged and the law allows it', () => {
    given(intakeSlice, sent)
      .when({ type: 'AnswerIntake', data: { answers: all, basis: 'care' } })
      .then(reject('intake.notice-missing'));
    given(intakeSlice, sent)
      .when({ type: 'AnswerIntake', data: { answers: all, notice: 'v1' } })
      .then(reject('intake.basis-missing'));
    given(intakeSlice, sent)
      .when({ type: 'AnswerIntake', data: { answers: all, ...lawful } })
      .then(answered);
    given(intakeSlice, sent, answered, submitted)
      .when({ type: 'AmendIntake', data: { ...amend, notice: 'v1' } })
      .then(reject('intake.basis-missing'));
  });
  it('is submitted once every question that must be answered is', () => {
    for (const questionnaire of QUESTIONNAIRE_NAMES)
      for (const missing of QUESTIONNAIRES[questionnaire]) {
        const answers = Object.fromEntries(QUESTIONNAIRES[questionnaire].filter((q) => q !== missing).map((q) => [q, 'x']));
        const events = decide(intakeSlice, [{ type: 'IntakeSent', data: { patientId, questionnaire } }], {
          type: 'AnswerIntake',
          data: { answers, ...lawful },
        });
        assert.not.ok(isRejection(events));
        given(intakeSlice, { type: 'IntakeSent', data: { patientId, questionnaire } }, ...(events as IntakeEvent[]))
          .when({ type: 'SubmitIntake', data: {} })
          .then(reject('intake.answers-missing', { questions: [missing] }));
      }
    given(intakeSlice, sent, answered).when({ type: 'SubmitIntake', data: {} }).then(submitted);
  });
  it('once submitted it is amended with a reason, never answered again', () => {
    given(intakeSlice, sent, answered, submitted)
      .when({ type: 'AnswerIntake', data: { answers: all, ...lawful } })
      .then(reject('intake.not-now'));
    given(intakeSlice, sent, answered, submitted)
      .when({ type: 'AmendIntake', data: { ...amend, ...lawful } })
      .then({ type: 'IntakeAmended', data: { patientId, questions: ['medication'], ...lawful, ...amend } });
  });
  it('is sent once', () =>
    given(intakeSlice, sent)
      .when({ type: 'SendIntake', data: sent.data as never })
      .then(reject('intake.already-sent')));
});
