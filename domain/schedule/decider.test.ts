import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { Availability, ScheduleEvent } from './messages.ts';
import { scheduleSlice } from './slice.ts';

const blockId = '0190d0c0-0000-7000-8000-000000000001';
const monday = { weekday: 1, from: '09:00', to: '17:00' };
const ada: Availability = { kind: 'staff', weekly: [monday], overrides: [], capacity: 1, weight: 1 };
const set: ScheduleEvent = { type: 'AvailabilitySet', data: ada };
const leave = { blockId, kind: 'leave', from: '2026-03-02T06:00:00.000Z', to: '2026-03-09T06:00:00.000Z' } as const;

spec('schedule', (it) => {
  it('says when somebody can be booked; saying it again changes nothing', () => {
    given(scheduleSlice).when({ type: 'SetAvailability', data: ada }).then(set);
    given(scheduleSlice, set).when({ type: 'SetAvailability', data: ada }).then();
  });
  it('a room never becomes a person', () =>
    given(scheduleSlice, set)
      .when({ type: 'SetAvailability', data: { ...ada, kind: 'room' } })
      .then(reject('schedule.other-kind', { kind: 'staff' })));
  it('leave is set, moved under the same id, and taken back, each once', () => {
    given(scheduleSlice, set)
      .when({ type: 'BlockTime', data: { ...leave, from: '2026-03-02T09:00:00+03:00' } })
      .then({ type: 'TimeBlocked', data: leave });
    given(scheduleSlice, set, { type: 'TimeBlocked', data: leave }).when({ type: 'BlockTime', data: leave }).then();
    given(scheduleSlice, set, { type: 'TimeBlocked', data: leave })
      .when({ type: 'UnblockTime', data: { blockId } })
      .then({ type: 'TimeUnblocked', data: { blockId } });
    given(scheduleSlice, set).when({ type: 'UnblockTime', data: { blockId } }).then();
  });
});
