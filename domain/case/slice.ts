import type { Slice } from '../kernel/slice.ts';
import { caseDecider } from './decider.ts';
import { type CaseCommand, type CaseEvent, caseCommands, caseEvents } from './messages.ts';
import type { CaseState } from './moves.ts';

export const caseSlice: Slice<CaseCommand, CaseEvent, CaseState> = {
  name: 'case',
  schema: 1,
  commands: caseCommands,
  events: caseEvents,
  decider: caseDecider,
  opens: [],
  subject: (_, event, state) => (event.type === 'CaseOpened' ? event.data.patientId : state.status === 'unknown' ? undefined : state.patientId),
};
