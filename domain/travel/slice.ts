import type { Slice } from '../kernel/slice.ts';
import { type TravelState, travelDecider } from './decider.ts';
import { type TravelCommand, type TravelEvent, travelCommands, travelEvents } from './messages.ts';

export const travelSlice: Slice<TravelCommand, TravelEvent, TravelState> = {
  name: 'travel',
  schema: 1,
  commands: travelCommands,
  events: travelEvents,
  decider: travelDecider,
  opens: [],
  subject: (_, event, state) => ('patientId' in event.data ? event.data.patientId : state.patientId),
};
