// What every cache promises: the same tests run on each adapter.
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import type { Cache } from '#domain/kernel/cache.ts';

type It = (title: string, body: () => Promise<void>, options?: { unless?: string | false | undefined }) => void;
const LONG = 60_000;
const PATIENCE_MS = 20_000;

export async function until<T>(look: () => Promise<T> | T, wanted: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; ; await sleep(10)) {
    const value = await look();
    if (wanted(value)) return value;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(value)} after ${PATIENCE_MS} ms`);
  }
}

/** `one` and `other` are two processes' view of one cache. */
export function keepsContract(it: It, caches: () => { one: Cache; other: Cache }, options?: { unless?: string | false | undefined }): void {
  const also: It = (title, body) => it(title, body, options);

  also('a value is there for everybody until it is deleted, Turkish letters and all', async () => {
    const { one, other } = caches();
    assert.is(await other.get('acme:a'), undefined);
    await one.set('acme:a', 'İıŞğ "\\\0 {}', LONG);
    assert.is(await other.get('acme:a'), 'İıŞğ "\\\0 {}');
    await other.set('acme:a', '', LONG);
    assert.is(await one.get('acme:a'), '');
    await one.delete('acme:a');
    assert.is(await other.get('acme:a'), undefined);
    await one.delete('acme:a');
  });
  also('a value ends when its time is over, and setting it again gives it a new time', async () => {
    const { one } = caches();
    await one.set('acme:short', 'x', 60_000);
    await one.set('acme:short', 'y', 30);
    await until(
      () => one.get('acme:short'),
      (value) => value === undefined,
    );
    await one.set('acme:short', 'z', LONG);
    assert.is(await one.get('acme:short'), 'z');
  });
  also('one key is not another, whatever separators it holds', async () => {
    const { one } = caches();
    const keys = ['acme:a:b', 'acme:a', 'acme::a:b', 'acme:a:b ', 'ACME:a:b', 'acme:a:b\n', 'acme'];
    for (const key of keys) await one.set(key, `value of ${key}`, LONG);
    for (const key of keys) assert.is(await one.get(key), `value of ${key}`);
  });
  also('increments at once from everywhere are all counted, and each answers another value', async () => {
    const { one, other } = caches();
    const values = await Promise.all(Array.from({ length: 200 }, async (_, i) => (await (i % 2 ? one : other).increment('acme:n', 3, LONG)).value));
    assert.is(new Set(values).size, 200);
    assert.is(Math.max(...values), 600);
    assert.is((await one.increment('acme:n', -3, LONG)).value, 597);
  });
  also('a counter ends at the time its first increment set, and begins anew', async () => {
    const { one } = caches();
    const first = await one.increment('acme:w', 1, 300);
    assert.ok(first.leftMs > 0 && first.leftMs <= 300);
    const later = await one.increment('acme:w', 1, LONG);
    assert.ok(later.leftMs <= 300 || later.value === 1);
    await until(
      () => one.increment('acme:w', 1, 300),
      ({ value }) => value === 1,
    );
  });
  also('a message reaches all who listen to its channel, and nobody who stopped', async () => {
    const { one, other } = caches();
    const heard: string[] = [];
    const stop = await other.subscribe('acme:news', (message) => heard.push(`other ${message}`));
    await one.subscribe('acme:news', (message) => heard.push(`one ${message}`));
    await one.subscribe('acme:else', (message) => heard.push(`else ${message}`));
    await one.publish('acme:news', '1');
    await until(
      () => heard.length,
      (count) => count === 2,
    );
    await stop();
    await other.publish('acme:news', '2');
    await until(
      () => heard.length,
      (count) => count === 3,
    );
    assert.equal(heard.toSorted(), ['one 1', 'one 2', 'other 1']);
  });
}
