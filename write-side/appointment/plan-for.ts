// From a wish to the booking that calendars are asked for, with what the offering says about it now.
import { isoOf } from '#domain/calendar/periods.ts';
import { quoteAt } from '#domain/calendar/service.ts';
import { instantOf, minuteOf } from '#domain/calendar/slots/zone.ts';
import { reject } from '#domain/kernel/decider.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { loadOffered, loadRota, loadSetting } from './load.ts';
import { bookingFor, closedBy } from './plan.ts';

type Local = { readonly date: string; readonly time: string };
/** `start` in epoch milliseconds, or on the tenant's wall clock. */
export type Wanted = { readonly offeringId: string; readonly appointmentId: string; readonly start: number | Local; readonly staff?: readonly string[] };

/** `no`: why the service is not open then. `leastHold`: minutes that the time is kept for at least. */
export const makePlan =
  ({ store, now }: { store: StreamReader; now: () => Date }) =>
  async (tenant: string, { offeringId, start, ...rest }: Wanted, leastHold = 0) => {
    const offered = await loadOffered(store, tenant, offeringId);
    if (!offered.isActive) return { no: reject('offering.retired') };
    const setting = await loadSetting(store, tenant, offered);
    if (!setting) return { no: reject('appointment.not-bookable') };
    const wish = { ...rest, start: typeof start === 'number' ? start : instantOf(setting.zone, start.date, minuteOf(start.time)) };
    const at = now().getTime();
    const closed = closedBy(setting, wish, at);
    if (closed) return { no: reject('appointment.closed', { ...closed }) };
    const booking = bookingFor(setting, wish, at, await loadRota(store, tenant, offeringId));
    const price = quoteAt(offered, isoOf(at));
    const { approval } = setting.schedules.get(offeringId)!.rules;
    const least = isoOf(Math.min(at + leastHold * 60_000, wish.start));
    const kept = booking.until < least ? { ...booking, until: least } : booking;
    return { booking: kept, terms: { cancellationHours: offered.cancellationHours, approval, ...(price && { price }) } };
  };
