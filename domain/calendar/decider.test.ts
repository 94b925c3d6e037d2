import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { decide, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { isRejection, reject } from '../kernel/decider.ts';
import type { CalendarCommand, CalendarEvent } from './messages.ts';
import { calendarSlice } from './slice.ts';

const uuid = (n: number) => `0190d0c0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const minute = (n: number) => new Date(Date.UTC(2026, 2, 2) + n * 60_000).toISOString();
const wanted = (from: number, length = 30, more: object = {}) => ({
  ...{ actor: uuid(99), period: '2026-03-02', party: 'a', start: minute(from), end: minute(from + length), before: 0, after: 0, capacity: 1 },
  ...more,
});
const placed = (n: number, from: number, more: object = {}): CalendarEvent => ({
  type: 'HoldPlaced',
  data: { holdId: uuid(n), until: minute(10), ...wanted(from), party: `p${n}`, ...more },
});
const place = (n: number, from: number, more: object = {}): CalendarCommand => ({ ...placed(n, from, more), type: 'PlaceHold' }) as CalendarCommand;
const at = (n: number) => ({ at: minute(n) });
const taken = (reason: string) => reject('calendar.taken', { actor: uuid(99), reason });

spec('calendar', (it) => {
  it('a time is given once; a hold and a request count like a booking', () => {
    given(calendarSlice, placed(1, 600)).when(place(2, 615), at(0)).then(taken('held'));
    given(calendarSlice, placed(1, 600), { type: 'HoldKept', data: { holdId: uuid(1) } })
      .when(place(2, 615), at(0))
      .then(taken('busy'));
    given(calendarSlice, placed(1, 600)).when(place(2, 630), at(0)).then(placed(2, 630));
  });
  it('buffers of both sides count, one after the other', () => {
    const cleaned = placed(1, 600, { after: 10 });
    given(calendarSlice, cleaned)
      .when(place(2, 640, { before: 5 }), at(0))
      .then(taken('held'));
    given(calendarSlice, cleaned)
      .when(place(2, 645, { before: 5 }), at(0))
      .then(placed(2, 645, { before: 5 }));
  });
  it('a hold runs out by the time of the next command, and can then not be kept', () => {
    const late = place(2, 600, { until: minute(30) });
    given(calendarSlice, placed(1, 600))
      .when(late, at(10))
      .then({ type: 'HoldExpired', data: { holdId: uuid(1) } }, placed(2, 600, { until: minute(30) }));
    given(calendarSlice, placed(1, 600))
      .when({ type: 'KeepHold', data: { holdId: uuid(1) } }, at(10))
      .then(reject('calendar.hold-expired'));
  });
  it('whoever lost a hold cannot keep it, even by a clock that is behind', () =>
    given(calendarSlice, placed(1, 600), { type: 'HoldExpired', data: { holdId: uuid(1) } }, placed(2, 600))
      .when({ type: 'KeepHold', data: { holdId: uuid(1) } }, at(9))
      .then(reject('calendar.hold-expired')));
  it('placing, keeping and releasing twice change nothing', () => {
    given(calendarSlice, placed(1, 600)).when(place(1, 600), at(0)).then();
    given(calendarSlice, placed(1, 600), { type: 'HoldKept', data: { holdId: uuid(1) } })
      .when({ type: 'KeepHold', data: { holdId: uuid(1) } }, at(20))
      .then();
    given(calendarSlice)
      .when({ type: 'ReleaseHold', data: { holdId: uuid(1) } }, at(0))
      .then();
  });
  it('a party that is there already may come again: a session’s next guest, an appointment that moves by a little', () =>
    given(calendarSlice, placed(1, 600))
      .when(place(2, 615, { party: 'p1' }), at(0))
      .then(placed(2, 615, { party: 'p1' })));
  it('confirmed, held and requested together never exceed capacity, whatever is commanded when', () => {
    const command = fc.record({
      n: fc.integer({ min: 1, max: 12 }),
      from: fc.integer({ min: 0, max: 20 }).map((x) => 600 + x * 10),
      length: fc.constantFrom(10, 30, 60),
      before: fc.constantFrom(0, 10),
      after: fc.constantFrom(0, 20),
      verb: fc.constantFrom('PlaceHold', 'PlaceHold', 'PlaceHold', 'KeepHold', 'ReleaseHold'),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.array(command, { maxLength: 60 }), (capacity, commands) => {
        const log: CalendarEvent[] = [];
        commands.forEach(({ n, from, length, before, after, verb }, now) => {
          const more = { start: minute(from), end: minute(from + length), before, after, capacity, until: minute(now + 8) };
          const answer = decide(
            calendarSlice,
            log,
            verb === 'PlaceHold' ? place(n, from, more) : ({ type: verb, data: { holdId: uuid(n) } } as CalendarCommand),
            at(now),
          );
          if (!isRejection(answer)) log.push(...answer);
          assert.ok(peak(log, now) <= capacity);
        });
      }),
      { numRuns: 150 },
    );
  });
});

/** The most that are there at once, counted minute by minute and by a reading of the events of its own. */
function peak(log: readonly CalendarEvent[], now: number): number {
  const live = new Map<string, { from: number; to: number; until: number }>();
  for (const { type, data } of log) {
    if (type === 'HoldPlaced')
      live.set(data.holdId, {
        from: Date.parse(data.start) / 60_000 - data.before,
        to: Date.parse(data.end) / 60_000 + data.after,
        until: Date.parse(data.until),
      });
    else if (type === 'HoldKept') live.set(data.holdId, { ...live.get(data.holdId)!, until: Number.POSITIVE_INFINITY });
    else live.delete(data.holdId);
  }
  const counts = new Map<number, number>();
  for (const { from, to, until } of live.values())
    if (until > Date.parse(minute(now))) for (let m = from; m < to; m += 1) counts.set(m, (counts.get(m) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}
