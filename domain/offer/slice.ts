import type { Slice } from '../kernel/slice.ts';
import { offerDecider } from './decider.ts';
import { type OfferCommand, type OfferEvent, offerCommands, offerEvents } from './messages.ts';
import type { OfferState } from './versions.ts';

export const offerSlice: Slice<OfferCommand, OfferEvent, OfferState> = {
  name: 'offer',
  schema: 1,
  commands: offerCommands,
  events: offerEvents,
  decider: offerDecider,
  opens: [],
  subject: (_, event, state) => (event.type === 'OfferDrafted' ? event.data.patientId : state.status === 'known' ? state.patientId : undefined),
};
