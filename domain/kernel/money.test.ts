import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { decimal, portion, scaled, shares, taxWithin } from './money.ts';

const amount = fc.integer({ min: 0, max: 1_000_000_000_000 });
const rate = fc.integer({ min: 0, max: 10_000 });

spec('money', (it) => {
  it('the tax within a price is exact to half a minor unit, half up', () =>
    fc.assert(
      fc.property(amount, rate, (gross, rate) => {
        // |tax − gross·rate/(1+rate)| ≤ ½ in whole numbers, and above −½ strictly
        const twice = 2n * (BigInt(taxWithin(gross, rate)) * BigInt(10_000 + rate) - BigInt(gross) * BigInt(rate));
        assert.ok(twice <= BigInt(10_000 + rate) && twice > -BigInt(10_000 + rate));
      }),
      { numRuns: 300 },
    ));
  it('knows the prices of the street', () => {
    assert.equal([taxWithin(90_000, 1800), taxWithin(11_800, 1800), taxWithin(12_000, 2000), taxWithin(1, 10_000)], [13_729, 1800, 2000, 1]);
    assert.equal([portion(5, 1, 2), portion(4, 1, 3), portion(1_000_000_000_000, 10_000, 10_000)], [3, 1, 1_000_000_000_000]);
  });
  it('shares lose nothing, follow their weights to a unit, and give an equal remainder to the first', () => {
    assert.equal(shares(100, [1, 1, 1]), [34, 33, 33]);
    fc.assert(
      fc.property(amount, fc.array(amount, { minLength: 1, maxLength: 12 }), (total, weights) => {
        const parts = shares(total, weights);
        const sum = weights.reduce((a, b) => a + b, 0);
        assert.is(
          parts.reduce((a, b) => a + b, 0),
          sum === 0 ? 0 : total,
        );
        for (const [i, part] of parts.entries()) {
          const off = sum === 0 ? 0n : BigInt(part) * BigInt(sum) - BigInt(total) * BigInt(weights[i]!);
          assert.ok(off < BigInt(sum || 1) && -off < BigInt(sum || 1));
        }
      }),
      { numRuns: 200 },
    );
  });
  it('reads decimals as numbers or text and writes them back, and nothing finer than a minor unit', () => {
    assert.equal(
      [scaled(450, 2), scaled(150.1, 2), scaled('0.07', 2), scaled(0.18, 4), scaled('12.345', 2), scaled(-1, 2)],
      [45_000, 15_010, 7, 1800, undefined, undefined],
    );
    assert.equal([scaled(1e21, 2), scaled(Number.NaN, 2), scaled('1,5', 2), scaled('', 2)], [undefined, undefined, undefined, undefined]);
    fc.assert(fc.property(amount, (units) => assert.is(scaled(decimal(units, 2), 2), units)));
    fc.assert(fc.property(amount, (units) => assert.is(scaled(units / 100, 2), units)));
  });
});
