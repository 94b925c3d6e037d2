import type { Slice } from '../kernel/slice.ts';
import { calendar } from './decider.ts';
import { type CalendarCommand, type CalendarEvent, calendarCommands, calendarEvents } from './messages.ts';
import type { Holds } from './state.ts';

export const calendarSlice: Slice<CalendarCommand, CalendarEvent, Holds> = {
  name: 'calendar',
  schema: 1,
  commands: calendarCommands,
  events: calendarEvents,
  decider: calendar,
  subject: () => undefined, // when, not who for
};
