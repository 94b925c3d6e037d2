// One transaction with settings that the row policies read.
import type { Pool, PoolClient } from 'pg';
import { HubError } from '#domain/kernel/errors.ts';

export type Setting = 'app.session' | 'app.token_hash' | 'app.purge' | 'app.email_key' | 'app.tenant_id' | 'app.feed';
export const name = (client: PoolClient, setting: Setting, value: string) => client.query('select set_config($1, $2, true)', [setting, value]);

/** Commits what `run` did, or rolls back and rethrows; lost connections become `unavailable`. */
export async function transaction<T>(pool: Pool, run: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw away(error);
  });
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await run(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((e: Error) => {
      broken = e;
    });
    throw isConnectionError(error) ? away(error) : error;
  } finally {
    client.release(broken);
  }
}

const away = (cause: unknown): HubError => new HubError('unavailable', 'postgres.unavailable', 'The database is not available now.', { cause });
/** Socket errors, and PostgreSQL's own classes for connections, resources and shutdown. */
const isConnectionError = (error: unknown): boolean => /^(ECONN|EPIPE|ETIMEDOUT|08|53|57P)/.test((error as { code?: string }).code ?? '');
