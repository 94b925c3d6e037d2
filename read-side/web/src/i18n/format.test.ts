import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { ageAt, showDateTime, showDay, showNumber, showUnit } from './format.ts';

spec('dates, numbers and letters', (it) => {
  it('a moment reads 21.11.2026 14:30', () => {
    assert.is(showDateTime(new Date(2026, 10, 21, 14, 30).toISOString()), '21.11.2026 14:30');
  });
  it('a birth date is never moved by a time zone, and a partial one stays partial', () => {
    assert.is(showDay('1984-05-03'), '03.05.1984');
    assert.is(showDay('1984-05'), '05.1984');
    assert.is(showDay('1984'), '1984');
  });
  it('somebody is a year older on the birthday, not before', () => {
    assert.is(ageAt('1984-05-03', new Date(2026, 4, 2)), 41);
    assert.is(ageAt('1984-05-03', new Date(2026, 4, 3)), 42);
  });
  it('UCUM units are written as people write them', () => {
    assert.equal(['mm[Hg]', 'kg/m2', '{INR}', '10*3/uL', '%'].map(showUnit), ['mmHg', 'kg/m²', '', '10³/uL', '%']);
  });
  it('numbers have a decimal comma', () => {
    assert.is(showNumber(8.4), '8,4');
  });
});
