import * as assert from 'uvu/assert';
import { spec } from '../testing/spec.ts';
import type { Answering } from './exchange.ts';
import { makeHeld } from './held.ts';

/** Which of the refusals were answered at once, and which close their connection. */
async function asked(times: readonly number[], { key = () => 'noisy', most = 100 }: { key?: (i: number) => string; most?: number } = {}) {
  let at = 0;
  let release = () => {};
  const pause = new Promise<void>((resolve) => (release = resolve));
  const held = makeHeld({ free: 2, ms: 30, most }, { now: () => at, pause: () => pause });
  const order: number[] = [];
  const closed: number[] = [];
  const all = times.map((time, i) => {
    at = time;
    const res = { setHeader: () => void closed.push(i) } as unknown as Answering;
    return held(res, key(i)).then(() => order.push(i));
  });
  await new Promise((resolve) => setImmediate(resolve));
  const atOnce = [...order];
  release();
  await Promise.all(all);
  return { atOnce, closed, answered: order.length };
}

spec('held refusals', (it) => {
  it('the first of a second are answered at once, further ones late, and each second begins anew', async () => {
    assert.equal(await asked([0, 0, 0, 10, 500, 1_500]), { atOnce: [0, 1, 5], closed: [], answered: 6 });
  });
  it('nobody waits for another', async () => {
    assert.equal((await asked([0, 0, 0, 0], { key: (i) => (i === 3 ? 'quiet' : 'noisy') })).atOnce, [0, 1, 3]);
  });
  it('when very many wait, the next are answered at once and lose their connection', async () => {
    assert.equal(await asked([0, 0, 0, 0, 0, 0], { most: 2 }), { atOnce: [0, 1, 4, 5], closed: [4, 5], answered: 6 });
  });
});
