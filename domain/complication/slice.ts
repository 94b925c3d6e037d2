import type { Slice } from '../kernel/slice.ts';
import { type ComplicationState, complicationDecider } from './decider.ts';
import { type ComplicationCommand, type ComplicationEvent, complicationCommands, complicationEvents } from './messages.ts';

export const complicationSlice: Slice<ComplicationCommand, ComplicationEvent, ComplicationState> = {
  name: 'complication',
  schema: 1,
  commands: complicationCommands,
  events: complicationEvents,
  decider: complicationDecider,
  opens: [],
  subject: (_, event) => event.data.patientId,
};
