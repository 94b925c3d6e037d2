import * as assert from 'uvu/assert';
import { makeRedisCache } from '../cache/redis.ts';
import { startRedis, withoutRedis } from '../testing/redis.ts';
import { spec } from '../testing/spec.ts';
import { makeLimits } from './limits.ts';

const asked = 300;

spec('limits on Redis', (it, { setup, teardown }) => {
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
  setup(async () => {
    redis = await startRedis();
  });
  teardown(() => redis?.stop());

  it(
    'three processes grant one limit together, and each goes on alone when Redis dies',
    async () => {
      const caches = [1, 2, 3].map(() => makeRedisCache({ url: redis!.url, answerMs: 10_000 }));
      let alone = 0;
      const observe = (_: string, what: string) => void (what === 'counted-alone' && (alone += 1));
      const processes = caches.map((cache) => makeLimits({ cache, observe }));
      const granted = async (address: string) => {
        const answers = await Promise.all(Array.from({ length: asked }, (_, i) => processes[i % 3]!.address(address)));
        return answers.filter(({ refused }) => !refused).length;
      };
      assert.equal([await granted('1.2.3.4'), alone], [100, 0]);
      await redis!.kill();
      assert.is(await granted('5.6.7.8'), 3 * 100);
      assert.ok(alone >= asked);
      await Promise.all(caches.map((cache) => cache.close()));
    },
    { unless: withoutRedis },
  );
});
