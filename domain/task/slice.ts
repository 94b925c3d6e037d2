import type { Slice } from '../kernel/slice.ts';
import { type TaskState, taskDecider } from './decider.ts';
import { type TaskCommand, type TaskEvent, taskCommands, taskEvents } from './messages.ts';

export const taskSlice: Slice<TaskCommand, TaskEvent, TaskState> = {
  name: 'task',
  schema: 1,
  commands: taskCommands,
  events: taskEvents,
  decider: taskDecider,
  opens: [],
  subject: (_, event, state) => {
    const patientId = 'patientId' in event.data ? event.data.patientId : 'patientId' in state ? state.patientId : undefined;
    return patientId ?? ('memberId' in event.data ? event.data.memberId : undefined);
  },
};
