import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { makeInTurn } from './in-turn.ts';

spec('in turn', (it) => {
  it('work on one key runs one after another in its order, also after a failure', async () => {
    const inTurn = makeInTurn();
    const seen: string[] = [];
    const work = (name: string, ms: number) => async () => {
      seen.push(`${name} begins`);
      await sleep(ms);
      seen.push(`${name} ends`);
      if (name === 'a') throw new Error('a failed');
    };
    const all = await Promise.allSettled([inTurn('k', work('a', 8)), inTurn('k', work('b', 1)), inTurn('k', work('c', 4))]);
    assert.equal(seen, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    assert.equal(
      all.map(({ status }) => status),
      ['rejected', 'fulfilled', 'fulfilled'],
    );
  });
  it('work on different keys runs side by side', async () => {
    const inTurn = makeInTurn();
    let release = () => {};
    const blocked = inTurn('a', () => new Promise<void>((resolve) => (release = resolve)));
    assert.is(await inTurn('b', async () => 'done'), 'done');
    release();
    await blocked;
  });
});
