import type { Slice } from '../kernel/slice.ts';
import { type ChecklistState, checklistDecider } from './decider.ts';
import { type ChecklistCommand, type ChecklistEvent, checklistCommands, checklistEvents } from './messages.ts';

export const checklistSlice: Slice<ChecklistCommand, ChecklistEvent, ChecklistState> = {
  name: 'checklist',
  schema: 1,
  commands: checklistCommands,
  events: checklistEvents,
  decider: checklistDecider,
  opens: [],
  subject: (_, event, state) => (event.type === 'ChecklistStarted' ? event.data.patientId : state.status === 'unknown' ? undefined : state.patientId),
};
