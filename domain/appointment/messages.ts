// An appointment: somebody's time with a service. It asks calendars for the time of everyone it needs, and its stream tells how far that is.
import { z } from 'zod';
import type { WantedTime } from '../calendar/messages.ts';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { amount, currency } from '../kernel/money.ts';

const instant = z.iso.datetime();
const minutes = z.int().min(0);
const text = (max: number) => z.string().trim().min(1).max(max);

const claim = z.strictObject({
  ...{ actor: id, period: z.string(), party: z.string(), start: instant, end: instant, before: minutes, after: minutes },
  capacity: z.int().min(1),
}) satisfies z.ZodType<WantedTime>;
/** The time wanted of everyone: of all of `all`, and of `hosts` of `anyOf`, asked in this order. Kept until `until` unless confirmed. */
export const booking = z.strictObject({
  start: instant,
  end: instant,
  until: instant,
  all: z.array(claim).max(200),
  anyOf: z.array(z.strictObject({ actor: id, claims: z.array(claim).max(20) })).max(200),
  hosts: z.int().min(0).max(20),
});
export type Booking = z.infer<typeof booking>;
export const price = z.strictObject({ amount, currency });
export const customer = z.strictObject({ name: text(200), phone: text(50).optional(), email: z.email().max(320).optional() });
export type Customer = z.infer<typeof customer>;

/** `customerId`: the patient, or whoever has that phone number or address. `code`: what the customer quotes. */
const terms = {
  offeringId: id,
  customerId: id,
  caseId: id.optional(),
  code: z.string(),
  price: price.optional(),
  cancellationHours: z.int().min(0),
  /** The entry of the waiting list that it was made for. */
  waitlistEntry: id.optional(),
  /** Confirmed by a member of staff; until then a request. */
  approval: z.boolean(),
};
const who = { customer: customer.optional(), notes: text(5000).optional() };
const attempt = z.int().min(1);
const hosts = z.array(id);
const reason = text(1000).optional();
/** Why nobody had time: a code of calendars. */
const refusal = { reason: z.string(), actor: id.optional() };

export const appointmentCommands = defineCommands({
  /** `confirm`: at once, when the time is free; else it is kept until confirmed. */
  RequestAppointment: z.strictObject({ ...terms, ...who, booking, confirm: z.boolean() }),
  /** `now`: what a second look found: a reason why the time is closed by now, and the price. */
  ConfirmAppointment: z.strictObject({ now: z.strictObject({ closed: z.string().optional(), price: price.optional() }) }),
  RescheduleAppointment: z.strictObject({ booking }),
  AmendAppointment: z.strictObject({ customer: customer.optional(), notes: text(5000).optional() }),
  CancelAppointment: z.strictObject({ reason }),
  CheckInAppointment: z.strictObject({}),
  FulfilAppointment: z.strictObject({}),
  MarkNoShow: z.strictObject({}),
  /** What the booking process found out; see process.ts. */
  RecordHeld: z.strictObject({ attempt, hosts }),
  RecordRefused: z.strictObject({ attempt, ...refusal }),
  RecordKept: z.strictObject({ attempt, hosts }),
  RecordFreed: z.strictObject({ attempt }),
  /** Given by deadlines. */
  ExpireAppointment: z.strictObject({ attempt }),
  ResumeAppointment: z.strictObject({}),
});
export type AppointmentCommand = CommandOf<typeof appointmentCommands>;

const when = { attempt, start: instant, end: instant, hosts };
export const appointmentEvents = defineEvents({
  AppointmentRequested: {
    operational: { ...terms, attempt, booking, confirm: z.boolean() },
    personal: { customer: who.customer },
    health: { notes: who.notes },
  },
  /** Everyone needed keeps the time until `until`. */
  AppointmentHeld: { operational: { ...when, until: instant } },
  /** Nobody had time; nothing is kept. */
  AppointmentRefused: { operational: { attempt, ...refusal } },
  /** Decided; the calendars are being told. */
  AppointmentConfirming: { operational: { attempt } },
  AppointmentConfirmed: { operational: when },
  /** Not confirmed in time, or a calendar had let the time go. */
  AppointmentLapsed: { operational: { attempt, reason: z.string(), offeringId: id, start: instant, end: instant } },
  /** Wants another time, and keeps its own until it has that. */
  AppointmentMoving: { operational: { attempt, booking } },
  AppointmentRescheduled: { operational: { ...when, from: instant } },
  AppointmentNotMoved: { operational: { attempt, ...refusal } },
  AppointmentAmended: { personal: { customer: who.customer }, health: { notes: who.notes } },
  AppointmentCancelled: { operational: { attempt }, health: { reason } },
  /** The time of that attempt is free for others. */
  AppointmentFreed: { operational: { attempt, offeringId: id, start: instant, end: instant } },
  AppointmentCheckedIn: { operational: {} },
  AppointmentFulfilled: { operational: {} },
  AppointmentNoShow: { operational: {} },
  /** Was left unfinished, and is taken up again. */
  AppointmentResumed: { operational: { attempt } },
});
export type AppointmentEvent = EventOf<typeof appointmentEvents>;
export type StoredAppointmentEvent = StoredEventOf<typeof appointmentEvents>;
export type BookedTerms = Omit<Extract<AppointmentCommand, { type: 'RequestAppointment' }>['data'], 'booking' | 'confirm' | 'customer' | 'notes'>;
