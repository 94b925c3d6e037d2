// The web pages that widgets may be on, as a browser asks before it sends any key.
import { origin as shape } from '#domain/apikey/messages.ts';
import type { Pool } from '../postgres/pool.ts';
import { makeKeyCache } from '../sealing/key-cache.ts';
import { scoped } from './scoped.ts';

const KNOWN_MS = 1_000;
const MOST = 10_000;

/** Whether a key that is neither revoked nor over names this page. */
export function makeOrigins(pool: Pool): (origin: string) => Promise<boolean> {
  const known = makeKeyCache<boolean>({ most: MOST, ttlMs: KNOWN_MS, now: Date.now });
  const ask = async (origin: string) => {
    const { rowCount } = await scoped(pool, 'app.origin', origin, (client) =>
      client.query(
        'select 1 from api_keys where origins @> jsonb_build_array($1::text) and revoked_at is null and (expires_at is null or expires_at > now()) limit 1',
        [origin],
      ),
    );
    return (rowCount ?? 0) > 0;
  };
  return async (origin) => shape.safeParse(origin).success && known.get(origin, () => ask(origin));
}
