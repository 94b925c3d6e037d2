import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import { isFrom, plusMinutes } from '../kernel/instants.ts';
import type { FollowUpCommand, FollowUpEvent } from './messages.ts';
import { MISSED_STEPS, type MissedStep } from './plan.ts';

type Asked = { readonly at: string; readonly is: 'planned' | 'due' | 'recorded'; readonly missed: readonly MissedStep[] };
type Known = { readonly status: 'open' | 'over'; readonly patientId: string; readonly checkIns: Readonly<Record<string, Asked>> };
export type FollowUpState = { readonly status: 'unknown' } | Known;
type Decided = FollowUpEvent[] | Rejection;

/** When a step comes for a check-in that was due at `at`. */
export const stepAt = (at: string, step: MissedStep): string => plusMinutes(at, MISSED_STEPS[step] * 60);

function ifOpen(state: FollowUpState, checkIn: string, decide: (asked: Asked, known: Known) => Decided): Decided {
  if (state.status === 'unknown') return reject('followup.unknown');
  if (state.status === 'over') return reject('followup.over');
  const asked = state.checkIns[checkIn];
  return asked ? decide(asked, state) : reject('followup.check-in-unknown', { checkIn });
}
const put = (state: FollowUpState, checkIn: string, change: (asked: Asked) => Partial<Asked>): FollowUpState => {
  if (state.status === 'unknown') return state;
  const asked = state.checkIns[checkIn]!;
  return { ...state, checkIns: { ...state.checkIns, [checkIn]: { ...asked, ...change(asked) } } };
};
/** Asked for the last time, by phone, without an answer. */
const isGivenUp = ({ missed }: Asked) => missed.includes('phone');

function finish(state: FollowUpState, outcome: 'finished' | 'transferred', reason: string): Decided {
  if (state.status === 'unknown') return reject('followup.unknown');
  if (state.status === 'over') return [];
  const open = Object.entries(state.checkIns).flatMap(([checkIn, asked]) => (asked.is === 'recorded' || isGivenUp(asked) ? [] : [checkIn]));
  if (outcome === 'finished' && open.length > 0) return reject('followup.check-ins-open', { checkIns: open });
  return [{ type: 'FollowUpFinished', data: { outcome, reason } }];
}

export const followupDecider: Decider<FollowUpCommand, FollowUpEvent, FollowUpState> = {
  initial: { status: 'unknown' },
  decide: {
    // Told again by a second discharge of the same case: the plan that runs goes on.
    StartFollowUp: ({ data: { patientId, checkIns } }, { status }) =>
      status === 'unknown' ? [{ type: 'FollowUpStarted', data: { patientId, checkIns } }] : [],
    CallCheckIn: ({ data: { checkIn }, at }, state) =>
      ifOpen(state, checkIn, (asked, { patientId }) => {
        if (asked.is !== 'planned') return [];
        return isFrom(at, asked.at) ? [{ type: 'CheckInDue', data: { patientId, checkIn, since: asked.at } }] : reject('followup.not-due');
      }),
    MissCheckIn: ({ data: { checkIn, step }, at }, state) =>
      ifOpen(state, checkIn, ({ is, missed, at: since }, { patientId }) => {
        if (is === 'recorded' || missed.includes(step)) return [];
        if (is === 'planned' || !isFrom(at, stepAt(since, step))) return reject('followup.not-due');
        return [{ type: 'CheckInMissed', data: { patientId, checkIn, step } }];
      }),
    RecordCheckIn: ({ data: { checkIn, worry, findings } }, state) =>
      ifOpen(state, checkIn, ({ is }, { patientId }) => {
        if (is === 'recorded') return reject('followup.already-recorded', { checkIn });
        const escalated: FollowUpEvent[] = worry === 'red' ? [{ type: 'CheckInEscalated', data: { patientId, checkIn } }] : [];
        return [{ type: 'CheckInRecorded', data: { patientId, checkIn, worry, findings } }, ...escalated];
      }),
    EscalateCheckIn: ({ data: { checkIn, reason } }, state) =>
      ifOpen(state, checkIn, (_, { patientId }) => [{ type: 'CheckInEscalated', data: { patientId, checkIn, reason } }]),
    FinishFollowUp: ({ data: { outcome, reason } }, state) => finish(state, outcome, reason),
  },
  evolve: {
    FollowUpStarted: ({ data: { patientId, checkIns } }) => ({
      status: 'open',
      patientId,
      checkIns: Object.fromEntries(checkIns.map(({ checkIn, at }) => [checkIn, { at, is: 'planned', missed: [] }])),
    }),
    CheckInDue: ({ data: { checkIn } }, state) => put(state, checkIn, () => ({ is: 'due' })),
    CheckInMissed: ({ data: { checkIn, step } }, state) => put(state, checkIn, ({ missed }) => ({ missed: [...missed, step] })),
    CheckInRecorded: ({ data: { checkIn } }, state) => put(state, checkIn, () => ({ is: 'recorded' })),
    CheckInEscalated: (_, state) => state,
    FollowUpFinished: (_, state) => (state.status === 'unknown' ? state : { ...state, status: 'over' }),
  },
};
