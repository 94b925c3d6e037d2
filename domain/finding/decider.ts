import { type Decider, type Given, type Rejection, reject } from '../kernel/decider.ts';
import type { FindingCommand, FindingEvent, FindingStatus } from './messages.ts';

export type FindingState = { readonly status: 'unknown' } | { readonly status: FindingStatus; readonly actorId: string };

/** Nobody judges a finding about themselves. */
function review(state: FindingState, { by }: Given, event: (actorId: string) => FindingEvent): FindingEvent[] | Rejection {
  if (state.status === 'unknown') return reject('finding.unknown');
  if (state.status !== 'open') return reject('finding.already-reviewed', { status: state.status });
  if (by.kind !== 'staff' || by.id === state.actorId) return reject('finding.own-review');
  return [event(state.actorId)];
}
const now = (state: FindingState, status: FindingStatus): FindingState => (state.status === 'unknown' ? state : { ...state, status });

export const finding: Decider<FindingCommand, FindingEvent, FindingState> = {
  initial: { status: 'unknown' },
  decide: {
    // The id derives from rule, version and occasion: noticing the same again is no news, whatever was made of it.
    RaiseFinding: ({ data }, { status }) => (status === 'unknown' ? [{ type: 'FindingRaised', data }] : []),
    ConfirmFinding: ({ data: { note }, ...given }, state) => review(state, given, (actorId) => ({ type: 'FindingConfirmed', data: { actorId, note } })),
    DismissFinding: ({ data: { note }, ...given }, state) => review(state, given, (actorId) => ({ type: 'FindingDismissed', data: { actorId, note } })),
  },
  evolve: {
    FindingRaised: ({ data: { actorId } }) => ({ status: 'open', actorId }),
    FindingConfirmed: (_, state) => now(state, 'confirmed'),
    FindingDismissed: (_, state) => now(state, 'dismissed'),
  },
};
