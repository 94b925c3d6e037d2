// A cache whose values only the hub can read: encrypted under a key of its own and bound to their place, so that none can be moved.
import type { KeyObject } from 'node:crypto';
import type { Cache } from '#domain/kernel/cache.ts';
import { decrypt, encrypt } from '../sealing/aead.ts';

/** What does not open, such as after a change of the root key, is not there. */
export function sealedCache(cache: Pick<Cache, 'get' | 'set' | 'delete'>, key: KeyObject): Pick<Cache, 'get' | 'set' | 'delete'> {
  return {
    get: async (name) => {
      const sealed = await cache.get(name);
      if (sealed === undefined) return undefined;
      try {
        return decrypt(key, Buffer.from(sealed, 'base64url'), ['cache', name]).toString();
      } catch {
        return undefined;
      }
    },
    set: (name, value, ttlMs) => cache.set(name, encrypt(key, Buffer.from(value), ['cache', name]).toString('base64url'), ttlMs),
    delete: (name) => cache.delete(name),
  };
}
