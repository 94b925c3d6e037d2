import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { progressOf } from './progress.ts';

const now = new Date('2026-11-21T12:00:00.000Z');
const done = Array.from({ length: 11 }, (_, n) => ({ sink: `s${n}`, found: 1, at: now.toISOString() }));
const backup = { sink: 'key-backup', found: 0, at: now.toISOString(), expiresAt: '2026-11-27T09:00:00.000Z' };

spec('progress of an erasure', (it) => {
  it('says how many places are done, which copy is left and for how long', () => {
    assert.equal(progressOf([...done, backup], now, 'en'), { done: 11, of: 12, text: '11 of 12 places done, key-backup expires in 6 days' });
    assert.is(progressOf([...done, backup], now, 'tr').text, '12 yerden 11 tanesi tamam, key-backup 6 gün sonra sona eriyor');
  });
  it('names the places that have not acknowledged', () => {
    assert.is(progressOf([done[0]!, { sink: 'warehouse' }], now, 'en').text, '1 of 2 places done, waiting for warehouse');
  });
});
