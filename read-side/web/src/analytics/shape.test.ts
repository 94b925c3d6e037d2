import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { linesOf, shapeOf, ticks } from './shape.ts';

const meta = [
  { name: 'stage', type: 'LowCardinality(String)' },
  { name: 'n', type: 'UInt64' },
  { name: 'mean', type: 'Nullable(Float64)' },
];
const answer = { meta, data: [['lead', '12', null] as unknown[], ['intake', '5', 2.5]], rows: 2 };

spec('the shape of a chart', (it) => {
  it('names by the first column of words and measures by those of numbers, unless told otherwise', () => {
    const shape = shapeOf(answer, { kind: 'bar' });
    assert.equal(shape.labels, ['lead', 'intake']);
    assert.equal(shape.series, [
      { name: 'n', values: [12, 5] },
      { name: 'mean', values: [null, 2.5] },
    ]);
    assert.equal([shape.least, shape.most], [0, 12]);
    assert.equal(shapeOf(answer, { kind: 'bar', x: 'n', y: ['mean'] }).labels, ['12', '5']);
  });
  it('survives columns that are gone, no rows and a single number', () => {
    assert.is(shapeOf(answer, { kind: 'line', x: 'gone', y: ['gone'] }).series.length, 2);
    assert.equal(shapeOf({ meta, data: [], rows: 0 }, { kind: 'bar' }).labels, []);
    assert.equal(shapeOf({ meta: [meta[1]!], data: [['7']], rows: 1 }, { kind: 'number' }).series[0]!.values, [7]);
  });
  it('has round steps that reach around everything', () => {
    assert.equal(ticks(0, 12), [0, 5, 10, 15]);
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 0, noNaN: true }), fc.double({ min: 0, max: 1e9, noNaN: true }), (least, most) => {
        const steps = ticks(least, most);
        assert.ok(steps.length >= 2 && steps.length <= 8, `${steps.length}`);
        assert.ok(steps[0]! <= least + 1e-6 && steps.at(-1)! >= most - 1e-6);
      }),
      { numRuns: 200 },
    );
  });
  it('breaks a line where a value is missing', () => {
    assert.equal(linesOf([0, 10, null, 5], { width: 30, height: 10 }, [0, 10]), ['0.0,10.0 10.0,0.0', '30.0,5.0']);
  });
});
