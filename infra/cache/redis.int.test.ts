import * as assert from 'uvu/assert';
import type { Cache } from '#domain/kernel/cache.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { startRedis, withoutRedis } from '../testing/redis.ts';
import { spec } from '../testing/spec.ts';
import { keepsContract, until } from './contract.ts';
import { makeRedisCache } from './redis.ts';

const LONG = 60_000;
const unless = { unless: withoutRedis };
const isAway = async (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => false,
    (error: unknown) => error instanceof HubError && error.kind === 'unavailable' && error.code === 'cache.away',
  );

spec('the cache on Redis', (it, { setup, teardown }) => {
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
  let [one, other]: Cache[] = [];
  setup(async () => {
    redis = await startRedis();
    // On a busy machine a call may take longer than the hub would wait.
    [one, other] = [makeRedisCache({ url: redis.url, answerMs: 5_000 }), makeRedisCache({ url: redis.url, answerMs: 5_000 })];
  });
  teardown(async () => {
    await Promise.all([one?.close(), other?.close()]);
    await redis?.stop();
  });
  keepsContract(it, () => ({ one: one!, other: other! }), unless);

  it(
    'after kill -9 each call says at once that the cache is away; after a restart everything works again, listeners too',
    async () => {
      const heard: string[] = [];
      await other!.subscribe('acme:again', (message) => heard.push(message));
      await one!.set('acme:k', 'x', LONG);
      await redis!.kill();
      for (let i = 0; i < 50; i += 1) assert.ok(await isAway(one!.increment('acme:n', 1, LONG)));
      assert.ok(await isAway(one!.get('acme:k')));
      await redis!.start();
      await until(
        () => one!.increment('acme:n', 1, LONG).catch(() => ({ value: 0 })),
        ({ value }) => value === 1,
      );
      assert.is(await one!.get('acme:k'), undefined);
      await until(
        async () => (await one!.publish('acme:again', 'back'), heard.length),
        (count) => count > 0,
      );
    },
    unless,
  );

  it(
    'a server that hangs costs a caller a bounded wait, and those after it none',
    async () => {
      const short = makeRedisCache({ url: redis!.url, answerMs: 200 });
      await until(
        () =>
          short.set('acme:s', 'x', LONG).then(
            () => true,
            () => false,
          ),
        Boolean,
      );
      redis!.pause();
      assert.ok(await isAway(short.get('acme:s')));
      const results = await Promise.all(Array.from({ length: 1_000 }, () => isAway(short.get('acme:s'))));
      assert.ok(results.every(Boolean));
      redis!.resume();
      assert.is(
        await until(
          () => short.get('acme:s').catch(() => undefined),
          (value) => value !== undefined,
        ),
        'x',
      );
      await short.close();
    },
    unless,
  );

  it(
    'a server that was never there is away, and harms nobody',
    async () => {
      const faults: unknown[] = [];
      const none = makeRedisCache({ url: 'redis://127.0.0.1:1', onFault: (error) => faults.push(error) });
      assert.ok(await isAway(none.get('acme:a')));
      assert.ok(faults.length > 0);
      await none.close();
    },
    unless,
  );
});
