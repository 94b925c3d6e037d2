import type { CalendarCommand } from '#domain/calendar/messages.ts';
import type { RotaCommand } from '#domain/rota/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

/** Only the booking process asks calendars and rotas: people ask for appointments. */
export const calendarPermits = {
  PlaceHold: ['system'],
  KeepHold: ['system'],
  ReleaseHold: ['system'],
  TakeTurn: ['system'],
  ReturnTurn: ['system'],
} as const satisfies Record<CalendarCommand['type'] | RotaCommand['type'], Permit>;
