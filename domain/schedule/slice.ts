import type { Slice } from '../kernel/slice.ts';
import { schedule } from './decider.ts';
import { type Schedule, type ScheduleCommand, type ScheduleEvent, scheduleCommands, scheduleEvents } from './messages.ts';

export const scheduleSlice: Slice<ScheduleCommand, ScheduleEvent, Schedule> = {
  name: 'schedule',
  schema: 1,
  commands: scheduleCommands,
  events: scheduleEvents,
  decider: schedule,
  subject: () => undefined, // hours and absences without their cause
};
