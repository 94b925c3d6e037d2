import { as, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { CaseEvent } from './messages.ts';
import { caseSlice } from './slice.ts';
import { STAGES, type Stage } from './stages.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const opening = { patientId: id(1), procedure: { code: '428119001', text: 'Sleeve gastrectomy' } };
const opened: CaseEvent = { type: 'CaseOpened', data: opening };
const entered = (to: Stage, evaluation?: object): CaseEvent =>
  ({ type: 'CaseStageEntered', data: { from: STAGES[STAGES.indexOf(to) - 1], to, ...(evaluation && { evaluation }) } }) as CaseEvent;
const at = (stage: Stage): CaseEvent[] => [opened, ...STAGES.slice(1, STAGES.indexOf(stage) + 1).map((to) => entered(to))];
const reason = 'because';
const declined: CaseEvent = { type: 'CaseDeclined', data: { reason } };
const flagged = (level: 'amber' | 'red'): CaseEvent => ({ type: 'CaseFlagged', data: { recommendationId: id(5), level } });
const cleared: CaseEvent = { type: 'CaseFlagCleared', data: { recommendationId: id(5) } };
const eligible = { decision: 'eligible' } as const;
const offer = { type: 'AdvanceCase', data: { to: 'offer', evaluation: eligible } } as const;

spec('case: opening and moving', (it) => {
  it('a case is opened once', () => {
    given(caseSlice).when({ type: 'OpenCase', data: opening }).then(opened);
    given(caseSlice, opened).when({ type: 'OpenCase', data: opening }).then(reject('case.already-open'));
  });
  it('a case enters the next stage and no other', () => {
    given(caseSlice, ...at('lead'))
      .when({ type: 'AdvanceCase', data: { to: 'intake' } })
      .then(entered('intake'));
    given(caseSlice, ...at('lead'))
      .when({ type: 'AdvanceCase', data: { to: 'review' } })
      .then(reject('case.stage-not-reachable'));
    given(caseSlice, ...at('review'))
      .when({ type: 'AdvanceCase', data: { to: 'intake' } })
      .then(reject('case.stage-not-reachable'));
  });
  it('a stage is left only by the roles of its table, and only by people', () => {
    given(caseSlice, ...at('preop'))
      .when({ type: 'AdvanceCase', data: { to: 'procedure' } }, { by: as('coordinator') })
      .then(reject('case.role-may-not'));
    given(caseSlice, ...at('preop'))
      .when({ type: 'AdvanceCase', data: { to: 'procedure' } }, { by: as('doctor', 'agent') })
      .then(reject('case.role-may-not'));
    given(caseSlice, ...at('preop'))
      .when({ type: 'AdvanceCase', data: { to: 'procedure' } }, { by: as('anaesthetist') })
      .then(entered('procedure'));
  });
  it('a stage is passed over only where the table allows it, and the event says from, to and why', () => {
    given(caseSlice, ...at('offer'))
      .when({ type: 'SkipCaseStage', data: { to: 'arrival', reason } }, { by: as('coordinator') })
      .then({ type: 'CaseStageSkipped', data: { from: 'offer', to: 'arrival', reason } });
    for (const to of ['offer', 'deposit', 'lead', 'intake', 'closed'] as const)
      given(caseSlice, ...at('intake'))
        .when({ type: 'SkipCaseStage', data: { to, reason } })
        .then(reject('case.stage-not-skippable'));
  });
  it('passing over a stage needs the role for each stage passed', () =>
    given(caseSlice, ...at('offer'))
      .when({ type: 'SkipCaseStage', data: { to: 'arrival', reason } }, { by: as('doctor') })
      .then(reject('case.role-may-not', { stage: 'deposit', roles: ['finance', 'coordinator'] })));
  it('nothing happens to an unknown case', () => {
    given(caseSlice).when(offer).then(reject('case.unknown'));
    given(caseSlice).when({ type: 'HoldCase', data: { reason } }).then(reject('case.unknown'));
    given(caseSlice)
      .when({ type: 'FlagCase', data: { recommendationId: id(5), level: 'red' } })
      .then(reject('case.unknown'));
  });
});

spec('case: from review to offer', (it) => {
  it('an eligible or conditional evaluation by a doctor leads to the offer', () => {
    for (const evaluation of [eligible, { decision: 'conditional', note: 'after weight loss' } as const])
      given(caseSlice, ...at('review'))
        .when({ type: 'AdvanceCase', data: { to: 'offer', evaluation } })
        .then(entered('offer', evaluation));
  });
  it('without an evaluation there is no offer', () =>
    given(caseSlice, ...at('review'))
      .when({ type: 'AdvanceCase', data: { to: 'offer' } })
      .then(reject('case.evaluation-missing')));
  it('nobody but a doctor leaves the review', () =>
    given(caseSlice, ...at('review'))
      .when(offer, { by: as('anaesthetist') })
      .then(reject('case.role-may-not')));
  it('not eligible leads only to decline', () => {
    const evaluation = { decision: 'not-eligible' } as const;
    given(caseSlice, ...at('review'))
      .when({ type: 'AdvanceCase', data: { to: 'offer', evaluation } })
      .then(reject('case.not-eligible'));
    given(caseSlice, ...at('review'))
      .when({ type: 'DeclineCase', data: { reason, evaluation } })
      .then({ type: 'CaseDeclined', data: { reason, evaluation } });
    given(caseSlice, ...at('review'))
      .when({ type: 'DeclineCase', data: { reason, evaluation } }, { by: as('coordinator') })
      .then(reject('case.evaluation-needs-doctor'));
  });
  it('an evaluation belongs to the review', () =>
    given(caseSlice, ...at('intake'))
      .when({ type: 'AdvanceCase', data: { to: 'review', evaluation: eligible } })
      .then(reject('case.evaluation-not-now')));
  it('an open amber or red flag stops the offer until it is answered', () => {
    for (const level of ['amber', 'red'] as const) {
      given(caseSlice, ...at('review'), flagged(level))
        .when(offer)
        .then(reject('case.flags-open', { recommendations: [id(5)] }));
      given(caseSlice, ...at('review'), flagged(level), cleared)
        .when(offer)
        .then(entered('offer', eligible));
    }
  });
});

spec('case: flags', (it) => {
  const flag = { type: 'FlagCase', data: { recommendationId: id(5), level: 'red' } } as const;
  const clear = { type: 'ClearCaseFlag', data: { recommendationId: id(5) } } as const;
  it('flagging twice and clearing twice change nothing', () => {
    given(caseSlice, opened).when(flag).then(flagged('red'));
    given(caseSlice, opened, flagged('red')).when(flag).then();
    given(caseSlice, opened, flagged('red')).when(clear).then(cleared);
    given(caseSlice, opened, flagged('red'), cleared).when(clear).then();
  });
  it('an answer that arrives before its flag wins', () => {
    given(caseSlice, opened).when(clear).then(cleared);
    given(caseSlice, opened, cleared).when(flag).then();
  });
});

spec('case: side states', (it) => {
  it('a held case does not advance, and goes on when resumed', () => {
    const held: CaseEvent = { type: 'CaseHeld', data: { reason } };
    given(caseSlice, ...at('review'), held)
      .when(offer)
      .then(reject('case.not-active', { status: 'onHold' }));
    given(caseSlice, ...at('review'), held)
      .when({ type: 'HoldCase', data: { reason } })
      .then();
    given(caseSlice, ...at('review'), held)
      .when({ type: 'ResumeCase', data: { reason } })
      .then({ type: 'CaseResumed', data: { reason } });
    given(caseSlice, ...at('review'), held, { type: 'CaseResumed', data: { reason } })
      .when(offer)
      .then(entered('offer', eligible));
  });
  it('a declined, cancelled or closed case does nothing until it is reopened', () => {
    const closed: CaseEvent[] = [...at('followup'), { type: 'CaseClosed', data: { reason } }];
    for (const events of [[...at('review'), declined], [...at('review'), { type: 'CaseCancelled', data: { reason } } as const], closed]) {
      given(caseSlice, ...events)
        .when(offer)
        .then(reject('case.not-active'));
      for (const type of ['HoldCase', 'ResumeCase', 'CancelCase', 'DeclineCase'] as const)
        given(caseSlice, ...events)
          .when({ type, data: { reason } })
          .then(reject('case.over'));
    }
  });
  it('a reopened case goes on at its stage, a closed one at follow-up', () => {
    given(caseSlice, ...at('review'), declined)
      .when({ type: 'ReopenCase', data: { reason } })
      .then({ type: 'CaseReopened', data: { stage: 'review', reason } });
    given(caseSlice, ...at('followup'), { type: 'CaseClosed', data: { reason } })
      .when({ type: 'ReopenCase', data: { reason } })
      .then({ type: 'CaseReopened', data: { stage: 'followup', reason } });
    given(caseSlice, opened).when({ type: 'ReopenCase', data: { reason } }).then(reject('case.not-over'));
  });
  it('a case declined as not eligible needs a new evaluation after reopening', () =>
    given(caseSlice, ...at('review'), declined, { type: 'CaseReopened', data: { stage: 'review', reason } })
      .when({ type: 'AdvanceCase', data: { to: 'offer' } })
      .then(reject('case.evaluation-missing')));
  it('a case closes from follow-up with no open red flag', () => {
    const close = { type: 'CloseCase', data: { reason } } as const;
    given(caseSlice, ...at('discharge'))
      .when(close)
      .then(reject('case.stage-not-reachable'));
    given(caseSlice, ...at('followup'), flagged('red'))
      .when(close)
      .then(reject('case.flags-open'));
    given(caseSlice, ...at('followup'), flagged('amber'))
      .when(close)
      .then({ type: 'CaseClosed', data: { reason } });
    given(caseSlice, ...at('followup'))
      .when({ type: 'AdvanceCase', data: { to: 'closed' } })
      .then(reject('case.stage-not-reachable'));
  });
});
