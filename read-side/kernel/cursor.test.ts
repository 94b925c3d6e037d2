import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { makeCursors } from './cursor.ts';

const { write, read } = makeCursors(Buffer.from('key'));
const refuses = (work: () => unknown) => assert.throws(work, (error: { code?: string }) => error.code === 'request.invalid');

spec('list cursors', (it) => {
  it('bring back the place they were made of, whatever is in it', () => {
    fc.assert(fc.property(fc.array(fc.string()), (place) => assert.equal(read('acme', 'cases', write('acme', 'cases', place)), place)));
  });

  it('are refused when any byte was changed', () => {
    const cursor = write('acme', 'cases', ['100', 'abc']);
    for (let i = 0; i < cursor.length - 1; i += 1) {
      const changed = cursor.slice(0, i) + (cursor[i] === 'A' ? 'B' : 'A') + cursor.slice(i + 1);
      if (changed !== cursor) refuses(() => read('acme', 'cases', changed));
    }
  });

  it('are refused in another tenant, another list, or under another key', () => {
    const cursor = write('acme', 'cases', ['1']);
    refuses(() => read('globex', 'cases', cursor));
    refuses(() => read('acme', 'patients', cursor));
    refuses(() => makeCursors(Buffer.from('other')).read('acme', 'cases', cursor));
  });
});
