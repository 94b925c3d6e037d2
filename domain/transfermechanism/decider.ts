import { type Decider, type Rejection, reject } from '../kernel/decider.ts';
import { isFrom } from '../kernel/instants.ts';
import { plusWorkdays } from '../kernel/workdays.ts';
import type { MechanismCommand, MechanismEvent } from './messages.ts';

/** Working days to notify the authority of a standard contract. */
export const NOTIFY_WORKDAYS = 5;
type Known = { readonly status: 'recorded' | 'overdue' | 'notified' | 'ended'; readonly signedAt: string; readonly notifyBy?: string };
export type MechanismState = { readonly status: 'unknown' } | Known;
type Decided = MechanismEvent[] | Rejection;

const ifStanding = (state: MechanismState, decide: (known: Known) => Decided): Decided => {
  if (state.status === 'unknown') return reject('transfermechanism.unknown');
  return state.status === 'ended' ? [] : decide(state);
};
const now = (state: MechanismState, status: Known['status']): MechanismState => (state.status === 'unknown' ? state : { ...state, status });

export const transfermechanismDecider: Decider<MechanismCommand, MechanismEvent, MechanismState> = {
  initial: { status: 'unknown' },
  decide: {
    RecordMechanism: ({ data: { processor, country, kind, signedAt }, at }, { status }) => {
      if (status !== 'unknown') return reject('transfermechanism.already-recorded');
      if (Date.parse(signedAt) > Date.parse(at)) return reject('transfermechanism.in-future');
      const notify = kind === 'standard-contract' ? { notifyBy: plusWorkdays(signedAt, NOTIFY_WORKDAYS) } : {};
      return [{ type: 'MechanismRecorded', data: { processor, country, kind, signedAt, ...notify } }];
    },
    NotifyMechanism: ({ data: { notifiedAt }, at }, state) =>
      ifStanding(state, ({ notifyBy, status, signedAt }) => {
        if (!notifyBy || status === 'notified') return [];
        if (Date.parse(notifiedAt) > Date.parse(at) || !isFrom(notifiedAt, signedAt)) return reject('transfermechanism.in-future');
        return [{ type: 'MechanismNotified', data: { notifiedAt, late: Date.parse(notifiedAt) > Date.parse(notifyBy) } }];
      }),
    WarnOfMechanism: ({ at }, state) =>
      ifStanding(state, ({ notifyBy, status }) => {
        if (!notifyBy || status !== 'recorded') return [];
        return isFrom(at, notifyBy) ? [{ type: 'MechanismOverdue', data: { notifyBy } }] : reject('transfermechanism.not-due');
      }),
    EndMechanism: ({ data: { reason } }, state) => ifStanding(state, () => [{ type: 'MechanismEnded', data: { reason } }]),
  },
  evolve: {
    MechanismRecorded: ({ data: { signedAt, notifyBy } }) => ({ status: 'recorded', signedAt, ...(notifyBy && { notifyBy }) }),
    MechanismNotified: (_, state) => now(state, 'notified'),
    MechanismOverdue: (_, state) => now(state, 'overdue'),
    MechanismEnded: (_, state) => now(state, 'ended'),
  },
};
