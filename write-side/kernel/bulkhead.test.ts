import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { makeBulkhead } from './bulkhead.ts';

const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
};

spec('a bulkhead', (it) => {
  it('lets so many of one key in, so many wait, and sends the rest away; another key is not held up', async () => {
    const { enter } = makeBulkhead({ atOnce: 2, waiting: 3 });
    const { opened, open } = gate();
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, (inside += 1));
      await opened;
      inside -= 1;
    };
    const all = Array.from({ length: 9 }, () => enter('loud', work));
    assert.is(await enter('quiet', async () => {}), true);
    open();
    const answers = await Promise.all(all);
    assert.equal([answers.filter(Boolean).length, most, inside], [5, 2, 0]);
  });
  it('hands a place on also when the work in it fails', async () => {
    const { enter } = makeBulkhead({ atOnce: 1, waiting: 1 });
    const { opened, open } = gate();
    const failing = enter('a', async () => {
      await opened;
      throw new Error('broken');
    });
    const next = enter('a', async () => {});
    open();
    assert.equal(await Promise.all([failing.catch((error: Error) => error.message), next]), ['broken', true]);
    assert.is(await enter('a', async () => {}), true);
  });
});
