// When each key was last used, to the minute: what nobody uses any more can be revoked.
import type { Credential } from '#domain/kernel/scopes.ts';
import type { Pool } from '../postgres/pool.ts';
import { scoped } from './scoped.ts';

const PACE_MS = 60_000;
const MOST = 50_000;
type Key = Pick<Credential, 'tenant' | 'id'>;
export type KeyUses = {
  /** Written down at most once a minute for a key, and never waited for. */
  note(key: Key): void;
  of(tenant: string): Promise<ReadonlyMap<string, Date>>;
};

export function makeKeyUses(pool: Pool, { now = () => new Date(), onTrouble }: { now?: () => Date; onTrouble?: (error: unknown) => void } = {}): KeyUses {
  const noted = new Map<string, number>();
  const write = ({ tenant, id }: Key, at: Date) =>
    scoped(pool, 'app.tenant_id', tenant, (client) =>
      client.query(
        'insert into key_uses (tenant, id, used_at) values ($1, $2, $3) on conflict (tenant, id) do update set used_at = greatest(key_uses.used_at, $3)',
        [tenant, id, at],
      ),
    );
  return {
    note: (key) => {
      const [at, name] = [now(), `${key.tenant} ${key.id}`];
      if ((noted.get(name) ?? 0) > at.getTime() - PACE_MS) return;
      if (noted.size >= MOST) noted.clear();
      noted.set(name, at.getTime());
      write(key, at).catch((error: unknown) => {
        noted.delete(name);
        onTrouble?.(error);
      });
    },
    of: async (tenant) => {
      const { rows } = await scoped(pool, 'app.tenant_id', tenant, (client) =>
        client.query<{ id: string; used_at: Date }>('select id, used_at from key_uses where tenant = $1', [tenant]),
      );
      return new Map(rows.map(({ id, used_at }) => [id, used_at]));
    },
  };
}
