// Where calendars and schedules are. The ids derive from whose and when, so everybody finds the same stream.
import type { StreamId } from '#domain/kernel/envelope.ts';
import { derivedId } from '#write-side/kernel/ids.ts';

export const calendarStream = (tenant: string, actor: string, period: string): StreamId => ({
  tenant,
  slice: 'calendar',
  id: derivedId('calendar', tenant, actor, period),
});
export const scheduleStream = (tenant: string, id: string): StreamId => ({ tenant, slice: 'schedule', id });
/** The house itself: opening hours and holidays that hold for all. */
export const houseOf = (tenant: string): string => derivedId('schedule', 'house', tenant);
