// What a schedule says after its events; shared with the view of schedules.
import { z } from 'zod';
import { bookingRules, type Schedule, type ScheduleEvent } from './messages.ts';

export const EMPTY_SCHEDULE: Schedule = { rules: z.object(bookingRules).parse({}), blocks: [] };

export function afterScheduleEvent(state: Schedule, event: ScheduleEvent): Schedule {
  if (event.type === 'AvailabilitySet') return { ...state, availability: event.data };
  if (event.type === 'BookingRulesSet') return { ...state, rules: event.data };
  const blocks = state.blocks.filter(({ blockId }) => blockId !== event.data.blockId);
  return { ...state, blocks: event.type === 'TimeBlocked' ? [...blocks, event.data] : blocks };
}
