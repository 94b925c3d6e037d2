import { type Decider, reject } from '../kernel/decider.ts';
import type { ProjectionCommand, ProjectionEvent } from './messages.ts';

export type ProjectionState = { readonly discarded: readonly string[] };

export const projection: Decider<ProjectionCommand, ProjectionEvent, ProjectionState> = {
  initial: { discarded: [] },
  decide: {
    ReplayParkedEvent: ({ data }, { discarded }) =>
      discarded.includes(data.eventId) ? reject('projection.discarded') : [{ type: 'ParkedEventReplayed', data }],
    DiscardParkedEvent: ({ data }, { discarded }) => (discarded.includes(data.eventId) ? [] : [{ type: 'ParkedEventDiscarded', data }]), // twice changes nothing
  },
  evolve: {
    ParkedEventReplayed: (_, state) => state,
    ParkedEventDiscarded: ({ data }, { discarded }) => ({ discarded: [...discarded, data.eventId] }),
  },
};
