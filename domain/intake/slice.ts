import type { Slice } from '../kernel/slice.ts';
import { type IntakeState, intakeDecider } from './decider.ts';
import { type IntakeCommand, type IntakeEvent, intakeCommands, intakeEvents } from './messages.ts';

export const intakeSlice: Slice<IntakeCommand, IntakeEvent, IntakeState> = {
  name: 'intake',
  schema: 1,
  commands: intakeCommands,
  events: intakeEvents,
  decider: intakeDecider,
  opens: [],
  subject: (_, event, state) => ('patientId' in event.data ? event.data.patientId : state.status === 'unknown' ? undefined : state.patientId),
};
