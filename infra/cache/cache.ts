// Which cache a process uses: the one all share when a URL names it, else its own.
import type { Cache } from '#domain/kernel/cache.ts';
import type { Log } from '../log/log.ts';
import { makeMemoryCache } from './memory.ts';
import { makeRedisCache } from './redis.ts';

const QUIET_MS = 30_000;

/** While Redis is away the log says so every half minute, not at each call. */
export function makeCache({ url, log }: { url?: string; log: Pick<Log, 'error'> }): Cache {
  if (!url) return makeMemoryCache();
  let toldAt = -QUIET_MS;
  const onFault = (error: unknown) => {
    if (performance.now() - toldAt < QUIET_MS) return;
    toldAt = performance.now();
    log.error('cache.away', error);
  };
  return makeRedisCache({ url, onFault });
}
