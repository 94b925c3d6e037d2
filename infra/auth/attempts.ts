// After a few wrong passwords in a row each further try makes the account wait longer. The count is in PostgreSQL, so that it holds over
// all processes and a restart; without PostgreSQL nobody signs in.
import { createHash } from 'node:crypto';
import { HubError } from '#domain/kernel/errors.ts';
import type { Attempts } from '#write-side/auth/ports.ts';
import type { Pool } from '../postgres/pool.ts';
import { scoped } from './scoped.ts';

const FREE = 5;
const LONGEST_S = 300;
const FORGET_S = 3_600;
type Row = { failures: number; last_at: Date; wait_until: Date };

const slowDown = (retryAfter: number): HubError =>
  new HubError('too-many', 'auth.slow-down', `Too many wrong tries; try again in ${retryAfter} s.`, { detail: { retryAfter } });

/** Waits of 1, 2, 4 … 300 seconds after the fifth failure; a success or a quiet hour clears the count. `purge` deletes what is forgotten. */
export function makeAttempts(pool: Pool, now: () => Date = () => new Date()): Attempts & { purge(): Promise<void> } {
  const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();
  const about = (key: string) => hashOf(key).toString('hex');
  return {
    begin: (key) =>
      scoped(pool, 'app.attempt', about(key), async (client) => {
        const [hash, at] = [hashOf(key), now()];
        await client.query('insert into sign_in_attempts (key, failures, last_at, wait_until) values ($1, 0, $2, $2) on conflict do nothing', [hash, at]);
        const { rows } = await client.query<Row>('select failures, last_at, wait_until from sign_in_attempts where key = $1 for update', [hash]);
        const { failures, last_at, wait_until } = rows[0]!;
        if (wait_until > at) throw slowDown(Math.ceil((wait_until.getTime() - at.getTime()) / 1000)); // not counted: a thief cannot keep the owner out
        const count = at.getTime() - last_at.getTime() > FORGET_S * 1000 ? 1 : failures + 1;
        const wait = count < FREE ? 0 : Math.min(LONGEST_S, 2 ** Math.min(count - FREE, 20));
        const until = new Date(at.getTime() + wait * 1000);
        await client.query('update sign_in_attempts set failures = $2, last_at = $3, wait_until = $4 where key = $1', [hash, count, at, until]);
      }),
    passed: (key) =>
      scoped(pool, 'app.attempt', about(key), async (client) => void (await client.query('delete from sign_in_attempts where key = $1', [hashOf(key)]))),
    purge: () =>
      scoped(pool, 'app.purge', 'on', async (client) => {
        await client.query('delete from sign_in_attempts where last_at < $1', [new Date(now().getTime() - FORGET_S * 1000)]);
      }),
  };
}
