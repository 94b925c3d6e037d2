// Sessions in PostgreSQL. A refresh token is 256 random bits, works once, and is stored only as its SHA-256.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Account, MemberKey, Opened, Session, Sessions, SessionShown } from '#write-side/auth/ports.ts';
import { type Pool, transaction } from '../postgres/pool.ts';
import { name, scoped } from './scoped.ts';

const DAY_MS = 86_400_000;
export type SessionOptions = {
  readonly now?: () => Date;
  /** A session ends after so many days without a refresh, and in any case after `mostDays`. */
  readonly idleDays?: number;
  readonly mostDays?: number;
  /** A token used twice within so many milliseconds is a lost answer or a second tab, not a thief; it gets a successor of its own. */
  readonly graceMs?: number;
};
/** The channel that tells every process the ids of sessions as they end. */
export const ENDED = 'hub_ended';
type Row = { id: string; email_key: string; tenant: string; accounts: Account[]; created_at: Date; expires_at: Date };

const USED_KEPT_DAYS = 7; // how long a copied token is recognised; after that it is merely unknown
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const holding = ({ tenant, memberId }: MemberKey): string => JSON.stringify([{ tenant, memberId }]);
const toSession = (row: Row): Session => ({ id: row.id, emailKey: row.email_key, tenant: row.tenant, accounts: row.accounts });

/** `pool` connects as the application's role; see migrate-sessions.ts for what it may see. `purge` deletes expired sessions and answers how many. */
export function makeSessions(pool: Pool, options: SessionOptions = {}): Sessions & { purge(): Promise<number> } {
  const { now = () => new Date(), idleDays = 14, mostDays = 60, graceMs = 10_000 } = options;
  const expiry = (created: Date, at: Date) => new Date(Math.min(at.getTime() + idleDays * DAY_MS, created.getTime() + mostDays * DAY_MS));

  async function addToken(client: PoolClient, session: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await client.query('insert into session_tokens (hash, session_id) values ($1, $2)', [hashOf(token), session]);
    return token;
  }

  async function living(client: PoolClient, id: string, at: Date): Promise<Row | undefined> {
    await name(client, 'app.session', id);
    const { rows } = await client.query<Row>('select * from sessions where id = $1 and ended_at is null and expires_at > $2 for update', [id, at]);
    return rows[0];
  }

  async function tokenRow(client: PoolClient, token: string) {
    await name(client, 'app.token_hash', hashOf(token).toString('hex'));
    const { rows } = await client.query<{ session_id: string; used_at: Date | null }>('select session_id, used_at from session_tokens where hash = $1', [
      hashOf(token),
    ]);
    return rows[0];
  }

  /** Ends sessions that `where` finds and that have not ended, and tells all processes with the commit. Answers how many. */
  async function endWhere(client: PoolClient, where: string, values: readonly unknown[]): Promise<number> {
    const ending = `update sessions set ended_at = $1 where ended_at is null and expires_at > $1 and ${where} returning id`;
    const { rows } = await client.query<{ id: string }>(ending, [now(), ...values]);
    for (const { id } of rows) await client.query('select pg_notify($1, $2)', [ENDED, id]);
    return rows.length;
  }
  const end = (client: PoolClient, id: string) => endWhere(client, 'id = $2', [id]);

  async function succeed(client: PoolClient, row: Row, used: string, at: Date): Promise<Opened> {
    const expiresAt = expiry(row.created_at, at);
    await client.query('update session_tokens set used_at = coalesce(used_at, $2) where hash = $1', [hashOf(used), at]);
    await client.query('delete from session_tokens where session_id = $1 and used_at < $2', [row.id, new Date(at.getTime() - USED_KEPT_DAYS * DAY_MS)]);
    await client.query('update sessions set expires_at = $2, last_used_at = $3 where id = $1', [row.id, expiresAt, at]);
    return { session: toSession(row), refreshToken: await addToken(client, row.id), expiresAt };
  }

  return {
    start: (session, device = '?') =>
      transaction(pool, async (client) => {
        const [id, at] = [randomUUID(), now()];
        const expiresAt = expiry(at, at);
        await name(client, 'app.session', id);
        await client.query(
          'insert into sessions (id, email_key, tenant, accounts, created_at, last_used_at, expires_at, device) values ($1, $2, $3, $4, $5, $5, $6, $7)',
          [id, session.emailKey, session.tenant, JSON.stringify(session.accounts), at, expiresAt, device.slice(0, 80)],
        );
        return { session: { id, ...session }, refreshToken: await addToken(client, id), expiresAt };
      }),

    rotate: (token) =>
      transaction(pool, async (client) => {
        const at = now();
        const found = await tokenRow(client, token);
        const row = found && (await living(client, found.session_id, at)); // locks the session, so that two uses come one after the other
        if (!row) return 'unknown';
        const usedAt = (await tokenRow(client, token))?.used_at;
        if (usedAt && at.getTime() - usedAt.getTime() > graceMs) {
          await end(client, row.id);
          return 'reused';
        }
        return succeed(client, row, token, at);
      }),

    find: (id) =>
      transaction(pool, async (client) => {
        const row = await living(client, id, now());
        return row && toSession(row);
      }),

    choose: (id, tenant) =>
      transaction(pool, async (client) => {
        if (await living(client, id, now())) await client.query('update sessions set tenant = $2 where id = $1', [id, tenant]);
      }),

    hold: (id, accounts) =>
      transaction(pool, async (client) => {
        if (await living(client, id, now())) await client.query('update sessions set accounts = $2 where id = $1', [id, JSON.stringify(accounts)]);
      }),

    list: (of) =>
      scoped(pool, 'app.member', holding(of), async (client) => {
        const { rows } = await client.query<SessionShown>(
          `select id, device, created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt" from sessions
           where accounts @> $1::jsonb and ended_at is null and expires_at > $2 order by last_used_at desc limit 100`,
          [holding(of), now()],
        );
        return rows;
      }),

    end: (of, which) =>
      scoped(pool, 'app.member', holding(of), (client) =>
        'id' in which
          ? endWhere(client, 'accounts @> $2::jsonb and id = $3', [holding(of), which.id])
          : endWhere(client, 'accounts @> $2::jsonb and id is distinct from $3', [holding(of), which.except ?? null]),
      ),

    endByToken: (token) =>
      transaction(pool, async (client) => {
        const found = await tokenRow(client, token);
        if (!found) return;
        await name(client, 'app.session', found.session_id);
        await end(client, found.session_id);
      }),

    purge: () =>
      scoped(pool, 'app.purge', 'on', async (client) => {
        return (await client.query('delete from sessions where expires_at < $1', [now()])).rowCount ?? 0;
      }),
  };
}
