import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '../testing/spec.ts';
import { makeKnown } from './known.ts';

spec('rows that a build has written', (it) => {
  it('what was added is known ever after, however much comes after it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 300 }), (keys) => {
        const known = makeKnown();
        for (const key of keys) known.add(key);
        assert.ok(keys.every((key) => known.has(key) && known.add(key)));
      }),
      { numRuns: 50 },
    );
  });

  it('of a hundred thousand rows, in several layers, one in a hundred at most is taken for another', () => {
    const known = makeKnown();
    let taken = 0;
    for (let n = 0; n < 100_000; n += 1) if (known.add(`acme/Observation/0190d0c0-0000-7000-8000-${String(n).padStart(12, '0')}`)) taken += 1;
    assert.ok(taken < 1000, `${taken} were taken for others`);
    for (let n = 0; n < 100_000; n += 997) assert.ok(known.has(`acme/Observation/0190d0c0-0000-7000-8000-${String(n).padStart(12, '0')}`));
  });
});
