import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { aroundDay, dayOf, shifted } from './day.ts';

spec('days of the calendar', (it) => {
  it('the day after the last of a month is the first of the next', () => {
    assert.equal([shifted('2026-02-28', 1), shifted('2026-03-01', -1), shifted('2026-12-31', 1)], ['2026-03-01', '2026-02-28', '2027-01-01']);
    assert.is(dayOf(new Date(2026, 0, 5, 23, 59)), '2026-01-05');
  });
  it('no moment that has the date anywhere is left out', () => {
    const zones = fc.integer({ min: -12 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 24 * 60 - 1 }), (offset, minute) => {
        const at = Date.parse('2026-11-21T00:00:00Z') + (minute - offset) * 60_000;
        const { from, to } = aroundDay('2026-11-21');
        assert.ok(Date.parse(from) <= at && at < Date.parse(to));
      }),
    );
  });
});
