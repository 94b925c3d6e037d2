// The cache that processes share: Redis or Valkey. A server that is away or slow costs a caller a quarter of a second once, then nothing.
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis, type RedisOptions } from 'ioredis';
import type { Cache } from '#domain/kernel/cache.ts';
import { HubError } from '#domain/kernel/errors.ts';

const ANSWER_MS = 250;
const OPEN_MS = 1_000;
/** After a failure nobody asks for this long. */
const REST_MS = 500;
const PREFIX = 'hub:';
const INCREMENT = `
local value = redis.call('INCRBY', KEYS[1], ARGV[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  left = tonumber(ARGV[2])
  redis.call('PEXPIRE', KEYS[1], left)
end
return { value, left }`;

/** Nothing waits for a connection and nothing is sent twice: a counter would count twice. */
const OPTIONS: RedisOptions = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 2_000,
  retryStrategy: (tries) => Math.min(50 * 2 ** tries, 1_000),
};

const whole = (ms: number): number => Math.max(1, Math.ceil(ms));
const away = (cause: unknown): HubError => new HubError('unavailable', 'cache.away', 'The cache does not answer.', { cause });

/** `onFault` hears each failed connection or call, for the log. `answerMs`: how long a call may take. */
export function makeRedisCache({ url, onFault, answerMs = ANSWER_MS }: { url: string; onFault?: (error: unknown) => void; answerMs?: number }): Cache {
  const connect = (more: RedisOptions): Redis => new Redis(url, { ...OPTIONS, ...more }).on('error', (error) => onFault?.(error));
  const client = connect({ commandTimeout: answerMs });
  const opened = Promise.race([new Promise<void>((resolve) => client.once('ready', () => resolve())), sleep(OPEN_MS, undefined, { ref: false })]);
  let restUntil = 0;

  async function ask<T>(what: () => Promise<T>): Promise<T> {
    await opened;
    if (performance.now() < restUntil) throw away('it failed a moment ago');
    try {
      return await what();
    } catch (error) {
      if (client.status === 'ready') restUntil = performance.now() + REST_MS; // connected, and yet no answer: slow or refusing
      onFault?.(error);
      throw away(error);
    }
  }

  let listener: Redis | undefined;
  const channels = new Map<string, Set<(message: string) => void>>();
  /** A connection that listens can do nothing else, so it is a second one, made when somebody listens. */
  function listening(): Redis {
    listener ??= connect({ enableOfflineQueue: true, maxRetriesPerRequest: null }).on('message', (channel: string, message: string) => {
      for (const hear of channels.get(channel) ?? []) hear(message);
    });
    return listener;
  }

  return {
    get: async (key) => (await ask(() => client.get(PREFIX + key))) ?? undefined,
    set: async (key, value, ttlMs) => void (await ask(() => client.set(PREFIX + key, value, 'PX', whole(ttlMs)))),
    delete: async (key) => void (await ask(() => client.del(PREFIX + key))),
    increment: async (key, by, ttlMs) => {
      const [value, leftMs] = (await ask(() => client.eval(INCREMENT, 1, PREFIX + key, by, whole(ttlMs)))) as [number, number];
      return { value, leftMs };
    },
    publish: async (channel, message) => void (await ask(() => client.publish(PREFIX + channel, message))),
    subscribe: async (channel, hear) => {
      const name = PREFIX + channel;
      const listeners = channels.get(name) ?? new Set();
      channels.set(name, listeners.add(hear));
      await listening().subscribe(name);
      return async () => {
        listeners.delete(hear);
        if (listeners.size === 0 && listener?.status === 'ready') await listener.unsubscribe(name).catch(() => undefined);
      };
    },
    close: async () => {
      client.disconnect();
      listener?.disconnect();
    },
  };
}
