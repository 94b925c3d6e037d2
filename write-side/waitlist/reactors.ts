// A time given back is offered to the first who waits for it, kept for them as for anybody, and offered to the next when they do not want it.
import type { StoredAppointmentEvent } from '#domain/appointment/messages.ts';
import { isRejection } from '#domain/kernel/decider.ts';
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import { isSealed, type Open } from '#domain/kernel/sealing.ts';
import type { StoredWaitlistEvent } from '#domain/waitlist/messages.ts';
import { codeOf } from '#write-side/appointment/customer.ts';
import { makePlan } from '#write-side/appointment/plan-for.ts';
import { makeSettle, type SettleDeps } from '#write-side/appointment/settle.ts';
import { eventsOf } from '#write-side/kernel/facts.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import type { Order, Reactor } from '#write-side/kernel/reactor.ts';

export type WaitlistDeps = SettleDeps & { readonly open: Open; readonly now?: () => Date };
export const waitlistStream = (tenant: string, offeringId: string): StreamId => ({ tenant, slice: 'waitlist', id: offeringId });

const LEAST_MINUTES = 60;

type Given = Recorded<Extract<StoredAppointmentEvent, { type: 'AppointmentFreed' | 'AppointmentLapsed' }>>;
export const freedTimes: Reactor = {
  name: 'waitlist-freed',
  types: ['AppointmentFreed', 'AppointmentLapsed'],
  react: (event) => {
    const { data, stream } = event as Given;
    return { to: waitlistStream(stream.tenant, data.offeringId), command: { type: 'OfferFreedTime', data: { start: data.start, end: data.end } } };
  },
};

type Offer = Recorded<Extract<StoredWaitlistEvent, { type: 'WaitlistTimeOffered' }>>;
type Joined = Recorded<Extract<StoredWaitlistEvent, { type: 'WaitlistJoined' }>>;

export function makeWaitlistBooking({ store, dispatch, open, now = () => new Date() }: WaitlistDeps): Reactor {
  const settle = makeSettle({ store, dispatch });
  const plan = makePlan({ store, now });

  async function who({ stream }: Offer, { data: { customer, notes } }: Joined): Promise<object> {
    const sealed = Object.entries({ customer, notes }).filter(([, value]) => isSealed(value));
    const opened = await open(
      stream.tenant,
      sealed.map(([, value]) => value!),
    );
    return Object.fromEntries(sealed.map(([field], i): [string, unknown] => [field, opened[i]]).filter(([, value]) => !(value as { absent?: string }).absent));
  }

  /** Whether the time is kept for them now. */
  async function keepFor(offer: Offer, joined: Joined): Promise<boolean> {
    const { stream, data, id, meta } = offer;
    const appointment: StreamId = { tenant: stream.tenant, slice: 'appointment', id: derivedId('waitlist', data.entryId, id) };
    const { customerId, staff } = joined.data;
    const planned = await plan(
      stream.tenant,
      { offeringId: stream.id, start: Date.parse(data.start), appointmentId: appointment.id, ...(staff && { staff }) },
      LEAST_MINUTES,
    );
    if (planned.no) return false;
    const terms = { ...planned.terms, offeringId: stream.id, customerId, code: codeOf(appointment.id), waitlistEntry: data.entryId };
    const command = { type: 'RequestAppointment', data: { ...terms, ...(await who(offer, joined)), booking: planned.booking, confirm: false } };
    const actor = { id: 'waitlist', kind: 'system', role: 'reactor' } as const;
    const outcome = await dispatch(appointment, command, {
      id: derivedId('reactor', 'waitlist-booking', id),
      actor,
      correlationId: meta.correlationId,
      causationId: id,
      traceparent: meta.traceparent,
    });
    if (isRejection(outcome) && outcome.rejected !== 'appointment.already-requested') return false;
    const { state } = await settle(appointment, { correlationId: meta.correlationId, causationId: id, resumed: true });
    return state.status !== 'refused' && state.status !== 'unknown';
  }

  return {
    name: 'waitlist-booking',
    types: ['WaitlistTimeOffered'],
    react: async (event): Promise<Order | undefined> => {
      const offer = event as Offer;
      const joined = (await eventsOf(store, offer.stream)).find((e) => e.type === 'WaitlistJoined' && (e as Joined).data.entryId === offer.data.entryId);
      if (joined && (await keepFor(offer, joined as Joined))) return undefined;
      return { to: offer.stream, command: { type: 'ReturnToWaitlist', data: { entryId: offer.data.entryId } } };
    },
  };
}
