// Row policies read settings of the transaction: what a query may see is named before it runs.
import type { PoolClient } from 'pg';
import { type Pool, transaction } from '../postgres/pool.ts';

export type Setting =
  | 'app.session'
  | 'app.member'
  | 'app.ended'
  | 'app.attempt'
  | 'app.factor'
  | 'app.mail'
  | 'app.origin'
  | 'app.token_hash'
  | 'app.purge'
  | 'app.email_key'
  | 'app.tenant_id'
  | 'app.feed';
export const name = (client: PoolClient, setting: Setting, value: string) => client.query('select set_config($1, $2, true)', [setting, value]);

/** One transaction in which `setting` has this value. */
export const scoped = <T>(pool: Pool, setting: Setting, value: string, work: (client: PoolClient) => Promise<T>): Promise<T> =>
  transaction(pool, async (client) => {
    await name(client, setting, value);
    return work(client);
  });
