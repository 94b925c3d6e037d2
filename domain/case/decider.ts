import { type Decider, reject } from '../kernel/decider.ts';
import type { CaseCommand, CaseEvent, FlagLevel } from './messages.ts';
import { advance, type CaseState, close, type Decided, decline, type OpenedCase, skip } from './moves.ts';
import type { CaseStatus } from './stages.ts';

const ifKnown = (state: CaseState, decide: (opened: OpenedCase) => Decided): Decided => (state.status === 'unknown' ? reject('case.unknown') : decide(state));
const ifActive = (state: CaseState, decide: (opened: OpenedCase) => Decided): Decided =>
  ifKnown(state, (opened) => (opened.status === 'active' ? decide(opened) : reject('case.not-active', { status: opened.status })));
/** Active or held: not yet over. */
const ifGoing = (state: CaseState, decide: (opened: OpenedCase) => Decided): Decided =>
  ifKnown(state, (opened) => (isGoing(opened.status) ? decide(opened) : reject('case.over', { status: opened.status })));
const isGoing = (status: CaseStatus) => status === 'active' || status === 'onHold';

const to = (state: CaseState, change: Partial<OpenedCase>): CaseState => (state.status === 'unknown' ? state : { ...state, ...change });
const flagged = (state: CaseState, recommendationId: string, level: FlagLevel | 'cleared'): CaseState =>
  state.status === 'unknown' ? state : { ...state, flags: { ...state.flags, [recommendationId]: level } };

export const caseDecider: Decider<CaseCommand, CaseEvent, CaseState> = {
  initial: { status: 'unknown' },
  decide: {
    OpenCase: ({ data: { patientId, procedure, referredBy } }, { status }) =>
      status === 'unknown' ? [{ type: 'CaseOpened', data: { patientId, procedure, ...(referredBy && { referredBy }) } }] : reject('case.already-open'),
    AdvanceCase: ({ data, ...given }, state) => ifActive(state, (opened) => advance(opened, data.to, data.evaluation, given)),
    SkipCaseStage: ({ data, ...given }, state) => ifActive(state, (opened) => skip(opened, data.to, data.reason, given)),
    HoldCase: ({ data: { reason } }, state) => ifGoing(state, ({ status }) => (status === 'onHold' ? [] : [{ type: 'CaseHeld', data: { reason } }])),
    ResumeCase: ({ data: { reason } }, state) => ifGoing(state, ({ status }) => (status === 'active' ? [] : [{ type: 'CaseResumed', data: { reason } }])),
    CancelCase: ({ data: { reason } }, state) => ifGoing(state, () => [{ type: 'CaseCancelled', data: { reason } }]),
    DeclineCase: ({ data, ...given }, state) => ifGoing(state, (opened) => decline(opened, data.reason, data.evaluation, given)),
    CloseCase: ({ data, ...given }, state) => ifActive(state, (opened) => close(opened, data.reason, given)),
    ReopenCase: ({ data: { reason } }, state) =>
      ifKnown(state, ({ status, stage }) =>
        isGoing(status) ? reject('case.not-over', { status }) : [{ type: 'CaseReopened', data: { stage: stage === 'closed' ? 'followup' : stage, reason } }],
      ),
    FlagCase: ({ data: { recommendationId, level } }, state) =>
      ifKnown(state, ({ flags }) => (flags[recommendationId] ? [] : [{ type: 'CaseFlagged', data: { recommendationId, level } }])),
    // Recorded even before the flag: deliveries come in any order, and a late flag must not outlive its answer.
    ClearCaseFlag: ({ data: { recommendationId } }, state) =>
      ifKnown(state, ({ flags }) => (flags[recommendationId] === 'cleared' ? [] : [{ type: 'CaseFlagCleared', data: { recommendationId } }])),
  },
  evolve: {
    CaseOpened: ({ data: { patientId } }) => ({ status: 'active', stage: 'lead', patientId, flags: {} }),
    CaseStageEntered: ({ data }, state) => to(state, { stage: data.to }),
    CaseStageSkipped: ({ data }, state) => to(state, { stage: data.to }),
    CaseHeld: (_, state) => to(state, { status: 'onHold' }),
    CaseResumed: (_, state) => to(state, { status: 'active' }),
    CaseCancelled: (_, state) => to(state, { status: 'cancelled' }),
    CaseDeclined: (_, state) => to(state, { status: 'declined' }),
    CaseClosed: (_, state) => to(state, { status: 'closed', stage: 'closed' }),
    CaseReopened: ({ data: { stage } }, state) => to(state, { status: 'active', stage }),
    CaseFlagged: ({ data }, state) => flagged(state, data.recommendationId, data.level),
    CaseFlagCleared: ({ data }, state) => flagged(state, data.recommendationId, 'cleared'),
  },
};
