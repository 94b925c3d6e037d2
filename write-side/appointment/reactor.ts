// Takes up bookings that somebody left unfinished. Their deadline says so as an event; here the process goes on.
import type { Reactor } from '#write-side/kernel/reactor.ts';
import { makeSettle, type SettleDeps } from './settle.ts';

export function makeBookingRecovery(deps: SettleDeps): Reactor {
  const settle = makeSettle(deps);
  return {
    name: 'booking-recovery',
    types: ['AppointmentResumed'],
    react: async ({ stream, id, meta: { correlationId } }) => {
      await settle(stream, { correlationId, causationId: id, resumed: true });
      return undefined;
    },
  };
}
