import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '../testing/spec.ts';
import { estimate } from './build-progress.ts';

const position = fc.bigInt({ min: 0n, max: 10n ** 12n });
spec('how long a build will take', (it) => {
  it('at an even pace what is left is what was estimated, also for a build that goes on from the middle', () => {
    fc.assert(
      fc.property(position, fc.bigInt({ min: 1000n, max: 10n ** 12n }), fc.integer({ min: 1, max: 99 }), (from, way, percent) => {
        const [whole, head] = [100, from + way];
        const { part, secondsLeft } = estimate({ from, at: from + (way * BigInt(percent)) / 100n, head, seconds: (whole * percent) / 100 });
        assert.ok(Math.abs(secondsLeft! - (whole - percent)) <= 1 + (whole - percent) * 0.1, `${secondsLeft} s left of ${whole - percent}`);
        assert.ok(part >= 0 && part <= 1);
      }),
    );
  });
  it('nothing is guessed at the very start, a log without events is done, and beyond what was the end when it began nothing is left', () => {
    assert.equal(estimate({ from: 0n, at: 0n, head: 10_000n, seconds: 3 }), { part: 0, secondsLeft: undefined });
    assert.equal(estimate({ from: 0n, at: 0n, head: 0n, seconds: 0 }), { part: 1, secondsLeft: 0 });
    assert.equal(estimate({ from: 500n, at: 12_000n, head: 10_000n, seconds: 3 }), { part: 1, secondsLeft: 0 });
  });
});
