import * as assert from 'uvu/assert';
import { slices } from '#domain/index.ts';
import { spec } from '#infra/testing/spec.ts';
import { readRoutes } from '../index.ts';

const unused: unknown = new Proxy(() => unused, { get: () => unused });

spec('answers that are kept', (it) => {
  it('offerings live for an hour and everything else for five minutes, each until an event of a slice that it shows', () => {
    const kept = readRoutes(unused as never).flatMap(({ path, keeps }) => (keeps ? [{ path, ...keeps }] : []));
    const [offerings, others] = [kept.filter(({ path }) => path.startsWith('/api/offerings')), kept.filter(({ path }) => !path.startsWith('/api/offerings'))];
    assert.ok(offerings.length > 0 && others.length > 0);
    for (const { seconds, until } of offerings) assert.equal([seconds, until], [3600, ['offering', 'inventory']]);
    for (const { path, seconds } of others) assert.is(seconds, 300, path);
    const known = slices.map(({ name }) => name);
    for (const { path, until } of kept) assert.ok(until.length > 0 && until.every((slice) => known.includes(slice)), path);
  });
});
