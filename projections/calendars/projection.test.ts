import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { given, makeLog } from '#infra/testing/views.ts';
import { scheduleOf, schedules } from '../schedules/projection.ts';
import { calendars } from './projection.ts';

const uuid = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const [start, end] = ['2026-03-02T10:00:00.000Z', '2026-03-02T10:30:00.000Z'];
const event = (type: string, holdId: string, data: object = {}) => ({ stream: `calendar-${uuid(1)}`, type, data: { holdId, ...data } });
const hold = { actor: uuid(2), period: '2026-03-02', party: 'a', start, end, before: 0, after: 5, capacity: 1, until: end };

spec('view calendars', (it) => {
  it('holds what is taken of an actor in a period, and for how long', () => {
    const events = makeLog().write(
      event('HoldPlaced', uuid(3), hold),
      event('HoldPlaced', uuid(4), { ...hold, party: 'b' }),
      event('HoldKept', uuid(3)),
      event('HoldReleased', uuid(4)),
    );
    const at = (n: number) => given(calendars, events.slice(0, n)).row(uuid(1))!;
    assert.equal([at(4).actor, at(4).period, Object.keys(at(2).holds), Object.keys(at(4).holds)], [uuid(2), '2026-03-02', [uuid(3), uuid(4)], [uuid(3)]]);
    assert.equal([at(2).holds[uuid(3)]?.until, at(4).holds[uuid(3)]?.until], [end, undefined]);
  });
});

spec('view schedules', (it) => {
  it('holds all that a schedule says, as the rules know it', () => {
    const stream = `schedule-${uuid(1)}`;
    const block = { blockId: uuid(5), kind: 'leave', from: start, to: end };
    const availability = { kind: 'room', name: 'A', overrides: [], capacity: 2, weight: 1 };
    const events = makeLog().write({ stream, type: 'TimeBlocked', data: block }, { stream, type: 'AvailabilitySet', data: availability });
    const row = given(schedules, events).row(uuid(1))!;
    assert.equal([row.kind, scheduleOf(row).availability, scheduleOf(row).blocks], ['room', availability, [block]]);
  });
});
