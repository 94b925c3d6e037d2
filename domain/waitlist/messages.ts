// A service's waiting list: who wants a time that somebody else may give back.
import { z } from 'zod';
import type { Customer } from '../appointment/messages.ts';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

const instant = z.iso.datetime();
const customer = z.strictObject({
  name: z.string().max(200),
  phone: z.string().max(50).optional(),
  email: z.email().max(320).optional(),
}) satisfies z.ZodType<Customer>;
/** Wants to begin and end between `from` and `to`; `staff`: only with these. */
const wants = { entryId: id, customerId: id, from: instant, to: instant, staff: z.array(id).max(50).optional() };
const who = { customer: customer.optional(), notes: z.string().max(5000).optional() };
const entry = { entryId: id };
const time = { start: instant, end: instant };

export const waitlistCommands = defineCommands({
  JoinWaitlist: z.strictObject({ ...wants, ...who }),
  LeaveWaitlist: z.strictObject(entry),
  /** A time was given back: it goes to the first who wants it. */
  OfferFreedTime: z.strictObject(time),
  /** Somebody else was faster: waits again, at the old place. */
  ReturnToWaitlist: z.strictObject(entry),
});
export type WaitlistCommand = CommandOf<typeof waitlistCommands>;

export const waitlistEvents = defineEvents({
  WaitlistJoined: { operational: wants, personal: { customer: who.customer }, health: { notes: who.notes } },
  WaitlistLeft: { operational: entry },
  WaitlistTimeOffered: { operational: { ...entry, ...time } },
  WaitlistReturned: { operational: entry },
});
export type WaitlistEvent = EventOf<typeof waitlistEvents>;
export type StoredWaitlistEvent = StoredEventOf<typeof waitlistEvents>;
