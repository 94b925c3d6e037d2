import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { plusDays } from './instants.ts';
import { isWorkday, plusWorkdays } from './workdays.ts';

const noon = (day: string) => `${day}T09:00:00.000Z`;
const five = (day: string) => plusWorkdays(noon(day), 5).slice(0, 10);

spec('working days', (it) => {
  it('neither weekends nor public holidays count', () => {
    assert.is(five('2026-01-01'), '2026-01-08');
    assert.is(five('2026-04-20'), '2026-04-28'); // 23 April is a Thursday
    assert.is(five('2026-10-26'), '2026-11-03'); // the eve of 29 October is worked in the morning
  });
  it('nor do the days of the two feasts, which move from year to year', () => {
    const first: Readonly<Record<string, readonly [string, string]>> = {
      2025: ['2025-03-30', '2025-06-06'],
      2026: ['2026-03-20', '2026-05-27'],
      2027: ['2027-03-09', '2027-05-16'],
    };
    for (const [ramazan, kurban] of Object.values(first)) {
      for (let n = 0; n < 3; n += 1) assert.not.ok(isWorkday(plusDays(noon(ramazan), n)));
      for (let n = 0; n < 4; n += 1) assert.not.ok(isWorkday(plusDays(noon(kurban), n)));
    }
    assert.is(five('2026-03-18'), '2026-03-26');
    assert.is(five('2026-05-25'), '2026-06-04'); // Tuesday, and then the feast until Saturday
  });
  it('a day is the day in Istanbul', () => {
    assert.ok(isWorkday('2026-04-22T20:59:00.000Z'));
    assert.not.ok(isWorkday('2026-04-22T21:00:00.000Z'));
  });
  it('five of them are never fewer than five working days, whenever they begin', () =>
    fc.assert(
      fc.property(fc.date({ min: new Date('2024-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }), (date) => {
        const [from, to] = [date.toISOString(), plusWorkdays(date.toISOString(), 5)];
        const days = Array.from({ length: (Date.parse(to) - Date.parse(from)) / 86_400_000 }, (_, n) => plusDays(from, n + 1));
        assert.is(days.filter(isWorkday).length, 5);
        assert.ok(isWorkday(to));
      }),
      { numRuns: 50 },
    ));
});
