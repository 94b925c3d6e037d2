import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { makeRecent } from './recent.ts';

spec('recent', (it) => {
  it('keeps what was used last, up to the total weight', () => {
    const cache = makeRecent<number>(10, (weight) => weight);
    cache.set('a', 4);
    cache.set('b', 4);
    cache.get('a');
    cache.set('c', 4);
    assert.equal([cache.get('a'), cache.get('b'), cache.get('c')], [4, undefined, 4]);
  });
  it('weighs an entry anew when it is set again', () => {
    const cache = makeRecent<number>(10, (weight) => weight);
    for (let i = 0; i < 100; i += 1) cache.set('a', 4);
    cache.set('b', 6);
    assert.equal([cache.get('a'), cache.get('b')], [4, 6]);
    cache.set('a', 5);
    assert.equal([cache.get('a'), cache.get('b')], [5, undefined]);
  });
  it('what is heavier than everything allowed is not kept, nor is anything in a cache of nothing', () => {
    const cache = makeRecent<number>(3, (weight) => weight);
    cache.set('a', 4);
    assert.is(cache.get('a'), undefined);
    cache.set('b', 3);
    assert.is(cache.get('b'), 3);
  });
  it('an owner who rushes in gives up their own oldest entries, never those of owners within an equal share', () => {
    const recent = makeRecent<number>(
      100,
      () => 1,
      (key) => key.split('.')[0]!,
    );
    for (let i = 0; i < 20; i += 1) recent.set(`quiet.${i}`, i);
    for (let i = 0; i < 10_000; i += 1) recent.set(`noisy.${i}`, i);
    for (let i = 0; i < 20; i += 1) assert.is(recent.get(`quiet.${i}`), i);
    assert.is(recent.get('noisy.9999'), 9999);
    assert.is(recent.get('noisy.0'), undefined);
  });
  it('whatever is set, got and dropped: never more than the limit, and what is kept is what was set last', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('set', 'get', 'drop'), fc.constantFrom('a', 'b', 'c'), fc.nat(9), fc.integer({ min: 1, max: 9 }))),
        (steps) => {
          const recent = makeRecent<number>(
            20,
            (weight) => weight,
            (key) => key[0]!,
          );
          const last = new Map<string, number>();
          for (const [what, owner, n, weight] of steps) {
            const key = `${owner}${n}`;
            if (what === 'drop') recent.drop(key);
            else if (what === 'set') recent.set(key, weight);
            if (what === 'drop') last.delete(key);
            else if (what === 'set') last.set(key, weight);
            const got = recent.get(key);
            assert.ok(got === undefined || got === last.get(key));
          }
          const kept = [...last.keys()].map((key) => recent.get(key) ?? 0);
          assert.ok(kept.reduce((sum, weight) => sum + weight, 0) <= 20);
        },
      ),
    ));
});
