import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import type { IntakeCommand, IntakeEvent } from './messages.ts';
import { QUESTIONNAIRES, type Question, type Questionnaire } from './questionnaires.ts';

type Known = {
  readonly status: 'sent' | 'submitted';
  readonly patientId: string;
  readonly questionnaire: Questionnaire;
  readonly questions: readonly Question[];
};
export type IntakeState = { readonly status: 'unknown' } | Known;
type Lawful = { readonly notice?: string; readonly basis?: 'care' | 'consent' };

function ifAt(state: IntakeState, status: Known['status'], decide: (known: Known) => IntakeEvent[] | Rejection): IntakeEvent[] | Rejection {
  if (state.status === 'unknown') return reject('intake.unknown');
  return state.status === status ? decide(state) : reject('intake.not-now', { status: state.status });
}

/** No health data is stored before the person was told and the law allows it. */
function lawfully({ notice, basis }: Lawful, decide: (lawful: Required<Lawful>) => IntakeEvent[]): IntakeEvent[] | Rejection {
  if (!notice) return reject('intake.notice-missing');
  return basis ? decide({ notice, basis }) : reject('intake.basis-missing');
}
const asked = (answers: object) => Object.keys(answers) as Question[];
const add = (state: IntakeState, questions: readonly Question[]): IntakeState =>
  state.status === 'unknown' ? state : { ...state, questions: [...new Set([...state.questions, ...questions])] };

export const intakeDecider: Decider<IntakeCommand, IntakeEvent, IntakeState> = {
  initial: { status: 'unknown' },
  decide: {
    SendIntake: ({ data: { patientId, questionnaire } }, { status }) =>
      status === 'unknown' ? [{ type: 'IntakeSent', data: { patientId, questionnaire } }] : reject('intake.already-sent'),
    AnswerIntake: ({ data: { answers, ...given } }, state) =>
      ifAt(state, 'sent', () => lawfully(given, (lawful) => [{ type: 'IntakeAnswered', data: { questions: asked(answers), ...lawful, answers } }])),
    SubmitIntake: (_, state) =>
      ifAt(state, 'sent', ({ patientId, questionnaire, questions }) => {
        const missing = QUESTIONNAIRES[questionnaire].filter((question) => !questions.includes(question));
        return missing.length > 0 ? reject('intake.answers-missing', { questions: missing }) : [{ type: 'IntakeSubmitted', data: { patientId } }];
      }),
    AmendIntake: ({ data: { answers, reason, ...given } }, state) =>
      ifAt(state, 'submitted', ({ patientId }) =>
        lawfully(given, (lawful) => [{ type: 'IntakeAmended', data: { patientId, questions: asked(answers), ...lawful, answers, reason } }]),
      ),
  },
  evolve: {
    IntakeSent: ({ data: { patientId, questionnaire } }) => ({ status: 'sent', patientId, questionnaire, questions: [] }),
    IntakeAnswered: ({ data: { questions } }, state) => add(state, questions),
    IntakeSubmitted: (_, state) => (state.status === 'unknown' ? state : { ...state, status: 'submitted' }),
    IntakeAmended: ({ data: { questions } }, state) => add(state, questions),
  },
};
