import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { makeCache } from './cache.ts';

spec('cache', (it) => {
  it('keeps what was used last, up to the total weight', () => {
    const cache = makeCache<number>(10, (weight) => weight);
    cache.set('a', 4);
    cache.set('b', 4);
    cache.get('a');
    cache.set('c', 4);
    assert.equal([cache.get('a'), cache.get('b'), cache.get('c')], [4, undefined, 4]);
  });
  it('weighs an entry anew when it is set again', () => {
    const cache = makeCache<number>(10, (weight) => weight);
    for (let i = 0; i < 100; i += 1) cache.set('a', 4);
    cache.set('b', 6);
    assert.equal([cache.get('a'), cache.get('b')], [4, 6]);
    cache.set('a', 5);
    assert.equal([cache.get('a'), cache.get('b')], [5, undefined]);
  });
  it('what is heavier than everything allowed is not kept, nor is anything in a cache of nothing', () => {
    const cache = makeCache<number>(3, (weight) => weight);
    cache.set('a', 4);
    assert.is(cache.get('a'), undefined);
    cache.set('b', 3);
    assert.is(cache.get('b'), 3);
  });
});
