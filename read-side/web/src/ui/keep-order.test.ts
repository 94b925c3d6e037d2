import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { keepOrder } from './keep-order.ts';

const rowsOf = (ids: string[], n = 0) => ids.map((id) => ({ id, n }));

spec('rows that do not move under the cursor', (it) => {
  it('known rows stay where they were and carry the newest content', () => {
    const { rows } = keepOrder(rowsOf(['a', 'b']), rowsOf(['b', 'a'], 7));
    assert.equal(rows, [
      { item: { id: 'a', n: 7 }, gone: false },
      { item: { id: 'b', n: 7 }, gone: false },
    ]);
  });
  it('a row that left the list stays in its place, marked', () => {
    assert.equal(keepOrder(rowsOf(['a', 'b']), rowsOf(['b'])).rows[0], { item: { id: 'a', n: 0 }, gone: true });
  });
  it('for any two lists: no shown row moves or is lost, and every new row waits exactly once', () => {
    const ids = fc.uniqueArray(fc.string({ maxLength: 3 }), { maxLength: 12 });
    fc.assert(
      fc.property(ids, ids, (shown, now) => {
        const { rows, fresh } = keepOrder(rowsOf(shown), rowsOf(now, 1));
        assert.equal(
          rows.map(({ item }) => item.id),
          shown,
        );
        assert.equal(
          [...fresh.map(({ id }) => id)],
          now.filter((id) => !shown.includes(id)),
        );
      }),
    );
  });
});
