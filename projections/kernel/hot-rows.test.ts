// What is remembered of rows is never older than what was committed.
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { makeHotRows } from './hot-rows.ts';
import type { AnyRow } from './projection.ts';

const MOST = 8;
const row = (id: string, position: number): AnyRow => ({ tenant: 'acme', id, position: BigInt(position) });
const ids = fc.integer({ min: 0, max: 30 }).map(String);
const commits = fc.array(fc.oneof(fc.uniqueArray(ids, { maxLength: 12 }), ids));

spec('rows kept in memory', (it) => {
  it('what is known of a row is what the last commit made of it, and the rows of the last commits are known', () => {
    fc.assert(
      fc.property(commits, (steps) => {
        const hot = makeHotRows(MOST);
        const committed = new Map<string, AnyRow | null>();
        for (const [n, step] of steps.entries()) {
          if (typeof step === 'string') {
            const known = hot.get(step);
            assert.ok(known === undefined || known === committed.get(step));
            continue;
          }
          const rows = new Map(step.map((id) => [id, n % 5 === 0 ? null : row(id, n)]));
          for (const [id, one] of rows) committed.set(id, one);
          hot.add(rows);
          for (const [id, one] of rows) assert.is(hot.get(id), one);
        }
        hot.clear();
        for (const id of committed.keys()) assert.is(hot.get(id), undefined);
      }),
    );
  });

  it('no more than twice as many are kept as asked for, however they come', () => {
    const hot = makeHotRows(MOST);
    for (let n = 0; n < 100; n += 1) {
      hot.add(new Map([[String(n), row(String(n), n)]]));
      hot.get(String(n - (n % 13)));
    }
    const known = Array.from({ length: 100 }, (_, n) => hot.get(String(n))).filter((one) => one !== undefined);
    assert.ok(known.length >= MOST && known.length <= 2 * MOST, `${known.length} are known`);
  });
});
