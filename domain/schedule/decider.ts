import { type Decider, reject } from '../kernel/decider.ts';
import type { Schedule, ScheduleCommand, ScheduleEvent } from './messages.ts';
import { afterScheduleEvent, EMPTY_SCHEDULE } from './state.ts';

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const evolve = (event: ScheduleEvent, state: Schedule) => afterScheduleEvent(state, event);
const utc = (instant: string) => new Date(instant).toISOString();

export const schedule: Decider<ScheduleCommand, ScheduleEvent, Schedule> = {
  initial: EMPTY_SCHEDULE,
  decide: {
    SetAvailability: ({ data }, { availability }) => {
      if (availability && availability.kind !== data.kind) return reject('schedule.other-kind', { kind: availability.kind });
      const { kind, name, weekly, overrides, capacity, weight, perDay, perWeek } = data;
      const limits = { ...(perDay && { perDay }), ...(perWeek && { perWeek }) };
      const after = { kind, ...(name && { name }), ...(weekly && { weekly }), overrides, capacity, weight, ...limits };
      return isSame(after, availability) ? [] : [{ type: 'AvailabilitySet', data: after }];
    },
    SetBookingRules: ({ data: { needs, hosts, step, notice, hold, group, approval } }, { rules }) => {
      const after = { needs, hosts, step, notice, hold, group, approval };
      return isSame(after, rules) ? [] : [{ type: 'BookingRulesSet', data: after }];
    },
    BlockTime: ({ data: { blockId, kind, from, to } }, { blocks }) => {
      const block = { blockId, kind, from: utc(from), to: utc(to) };
      return blocks.some((known) => isSame(known, block)) ? [] : [{ type: 'TimeBlocked', data: block }];
    },
    UnblockTime: ({ data: { blockId } }, { blocks }) => (blocks.some((b) => b.blockId === blockId) ? [{ type: 'TimeUnblocked', data: { blockId } }] : []),
  },
  evolve: { AvailabilitySet: evolve, BookingRulesSet: evolve, TimeBlocked: evolve, TimeUnblocked: evolve },
};
