import type { Slice } from '../kernel/slice.ts';
import { type ProcedureState, procedureDecider } from './decider.ts';
import { type ProcedureCommand, type ProcedureEvent, procedureCommands, procedureEvents } from './messages.ts';

export const procedureSlice: Slice<ProcedureCommand, ProcedureEvent, ProcedureState> = {
  name: 'procedure',
  schema: 1,
  commands: procedureCommands,
  events: procedureEvents,
  decider: procedureDecider,
  opens: [],
  subject: (_, event, state) => ('patientId' in event.data ? event.data.patientId : state.status === 'unknown' ? undefined : state.patientId),
};
