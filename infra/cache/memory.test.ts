import * as assert from 'uvu/assert';
import type { Cache } from '#domain/kernel/cache.ts';
import { spec } from '../testing/spec.ts';
import { keepsContract } from './contract.ts';
import { makeMemoryCache } from './memory.ts';

spec('the cache in process', (it, { setup }) => {
  let cache: Cache;
  setup(() => {
    cache = makeMemoryCache();
  });
  keepsContract(it, () => ({ one: cache, other: cache }));

  it('its memory is bounded, and a tenant that fills it pushes out only its own', async () => {
    const small = makeMemoryCache({ bytes: 100_000, counters: 100 });
    await small.set('quiet:a', 'kept', 1e6);
    await small.increment('quiet:n', 7, 1e6);
    for (let i = 0; i < 2_000; i += 1) {
      await small.set(`noisy:${i}`, 'x'.repeat(100), 1e6);
      await small.increment(`noisy:n${i}`, 1, 1e6);
    }
    assert.is(await small.get('quiet:a'), 'kept');
    assert.is((await small.increment('quiet:n', 1, 1e6)).value, 8);
    assert.is(await small.get('noisy:0'), undefined);
    assert.is(await small.get('noisy:1999'), 'x'.repeat(100));
  });
  it('time is what passes, not what the clock says', async () => {
    let passed = 0;
    const timed = makeMemoryCache({ now: () => passed });
    await timed.set('acme:a', 'x', 100);
    await timed.increment('acme:n', 5, 100);
    passed = 99;
    assert.equal([await timed.get('acme:a'), await timed.increment('acme:n', 1, 100)], ['x', { value: 6, leftMs: 1 }]);
    passed = 100;
    assert.equal([await timed.get('acme:a'), await timed.increment('acme:n', 1, 100)], [undefined, { value: 1, leftMs: 100 }]);
  });
});
