// When a person, room, device, service or the whole house can be booked. What is booked stands in calendars, by the day.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

export const KINDS = ['staff', 'room', 'equipment', 'service', 'house'] as const;
export const BLOCK_KINDS = ['leave', 'holiday', 'maintenance'] as const;
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:30');
const opening = { from: time, to: z.union([time, z.literal('24:00')]) };
const most = z.int().min(1).max(10_000);
const instant = z.iso.datetime({ offset: true });

/** Local times of the tenant's zone; a `to` that is not after `from` is on the next day. */
const weekly = z.array(z.strictObject({ weekday: z.int().min(1).max(7).describe('1 Monday to 7 Sunday'), ...opening })).max(100);
const overrides = z.array(z.strictObject({ date: z.iso.date(), openings: z.array(z.strictObject(opening)).max(20) })).max(400);
export const availability = {
  kind: z.enum(KINDS),
  /** Of a room, device or service; a person's name stands with the member. */
  name: z.string().trim().min(1).max(120).optional(),
  /** Absent: whenever everything else that is needed is there. */
  weekly: weekly.optional(),
  /** Instead of the weekly hours of a date; without openings: closed. */
  overrides: overrides.default([]),
  /** How many appointments at once. A service has its own number and needs none here. */
  capacity: most.default(1),
  /** Share of the turns a person takes among colleagues. */
  weight: z.int().min(1).max(100).default(1),
  perDay: most.optional(),
  perWeek: most.optional(),
};
/** How a service is booked, besides what the offering itself says. Minutes. */
export const bookingRules = {
  /** Rooms and devices that are all needed. */
  needs: z.array(id).max(50).default([]),
  hosts: z.int().min(1).max(20).default(1).describe('How many of the service’s staff are needed'),
  step: z.int().min(5).max(1440).default(15),
  notice: z.int().min(0).max(525_600).default(0),
  hold: z.int().min(1).max(10_080).default(10).describe('How long a time is kept for somebody who has not confirmed'),
  /** Customers of one start share its staff, rooms and devices. */
  group: z.boolean().default(false),
  /** A member of staff confirms; until then it is a request that takes its time. */
  approval: z.boolean().default(false),
};
export const block = { blockId: id, kind: z.enum(BLOCK_KINDS), from: instant, to: instant };

export const scheduleCommands = defineCommands({
  /** Always the whole availability. */
  SetAvailability: z.strictObject(availability).refine(({ weekly, overrides }) => weekly || overrides.length === 0, {
    path: ['overrides'],
    message: 'need weekly hours; block time instead',
  }),
  SetBookingRules: z.strictObject(bookingRules),
  BlockTime: z.strictObject(block).refine(({ from, to }) => Date.parse(from) < Date.parse(to), { path: ['to'], message: 'must be after `from`' }),
  UnblockTime: z.strictObject({ blockId: id }),
});
export type ScheduleCommand = CommandOf<typeof scheduleCommands>;

export const scheduleEvents = defineEvents({
  AvailabilitySet: { operational: availability },
  BookingRulesSet: { operational: bookingRules },
  TimeBlocked: { operational: block },
  TimeUnblocked: { operational: { blockId: id } },
});
export type ScheduleEvent = EventOf<typeof scheduleEvents>;
export type StoredScheduleEvent = StoredEventOf<typeof scheduleEvents>;
export type Availability = Extract<ScheduleEvent, { type: 'AvailabilitySet' }>['data'];
export type BookingRules = Extract<ScheduleEvent, { type: 'BookingRulesSet' }>['data'];
export type Block = Extract<ScheduleEvent, { type: 'TimeBlocked' }>['data'];
/** What a schedule says now. */
export type Schedule = { readonly availability?: Availability; readonly rules: BookingRules; readonly blocks: readonly Block[] };
