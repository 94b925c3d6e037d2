import type { Slice } from '../kernel/slice.ts';
import { type BreakGlassState, breakglassDecider } from './decider.ts';
import { type BreakGlassCommand, type BreakGlassEvent, breakglassCommands, breakglassEvents } from './messages.ts';

export const breakglassSlice: Slice<BreakGlassCommand, BreakGlassEvent, BreakGlassState> = {
  name: 'breakglass',
  schema: 1,
  commands: breakglassCommands,
  events: breakglassEvents,
  decider: breakglassDecider,
  opens: [],
  // The reason tells about the patient.
  subject: (_, event) => event.data.patientId,
};
