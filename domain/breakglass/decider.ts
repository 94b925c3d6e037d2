import { type Decider, type Given, type Rejection, reject } from '../kernel/decider.ts';
import { isFrom, plusMinutes } from '../kernel/instants.ts';
import type { BreakGlassCommand, BreakGlassEvent } from './messages.ts';

type About = { readonly memberId: string; readonly patientId: string };
export type BreakGlassState =
  | { readonly status: 'unknown' }
  | { readonly status: 'open' | 'closed' | 'reviewed'; readonly about: About; readonly endsAt: string };

function open({ memberId, patientId, minutes, reason }: Extract<BreakGlassCommand, { type: 'OpenBreakGlass' }>['data'], { at, by }: Given) {
  if (by.kind !== 'staff' || by.id !== memberId) return reject('breakglass.own-hands');
  const event: BreakGlassEvent = { type: 'BreakGlassOpened', data: { memberId, patientId, endsAt: plusMinutes(at, minutes), reason } };
  return [event];
}

/** The member may close it any time; the hub does at its end. */
function close(state: BreakGlassState, { at, by }: Given): BreakGlassEvent[] | Rejection {
  if (state.status === 'unknown') return reject('breakglass.unknown');
  if (state.status !== 'open') return [];
  if (by.kind === 'system' && !isFrom(at, state.endsAt)) return reject('breakglass.not-due');
  if (by.kind !== 'system' && by.id !== state.about.memberId) return reject('breakglass.own-hands');
  return [{ type: 'BreakGlassClosed', data: state.about }];
}

function review(state: BreakGlassState, verdict: 'justified' | 'not-justified', note: string | undefined, { by }: Given): BreakGlassEvent[] | Rejection {
  if (state.status === 'unknown') return reject('breakglass.unknown');
  if (state.status === 'open') return reject('breakglass.still-open');
  if (state.status === 'reviewed') return reject('breakglass.already-reviewed');
  if (by.kind !== 'staff' || by.id === state.about.memberId) return reject('breakglass.own-review');
  return [{ type: 'BreakGlassReviewed', data: { ...state.about, reviewedBy: by.id, verdict, ...(note && { note }) } }];
}
const now = (state: BreakGlassState, status: 'closed' | 'reviewed'): BreakGlassState => (state.status === 'unknown' ? state : { ...state, status });

export const breakglassDecider: Decider<BreakGlassCommand, BreakGlassEvent, BreakGlassState> = {
  initial: { status: 'unknown' },
  decide: {
    OpenBreakGlass: ({ data, ...given }, { status }) => (status === 'unknown' ? open(data, given) : reject('breakglass.already-opened')),
    CloseBreakGlass: (given, state) => close(state, given),
    ReviewBreakGlass: ({ data: { verdict, note }, ...given }, state) => review(state, verdict, note, given),
  },
  evolve: {
    BreakGlassOpened: ({ data: { memberId, patientId, endsAt } }) => ({ status: 'open', about: { memberId, patientId }, endsAt }),
    BreakGlassClosed: (_, state) => now(state, 'closed'),
    BreakGlassReviewed: (_, state) => now(state, 'reviewed'),
  },
};
