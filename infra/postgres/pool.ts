// Connection pools that read a bigint as a bigint and survive a dropped connection.
import { Pool, type PoolClient, type QueryConfig, type QueryResult, TypeOverrides, types } from 'pg';
import { blaming } from './faults.ts';
import { endSilent } from './silence.ts';

export type { Pool, PoolClient };
export type PoolOptions = {
  readonly url: string;
  readonly max?: number;
  readonly name?: string;
  /** Looked into before the public schema. */
  readonly schema?: string;
  /** How long an answer may take, and how long the server lets a transaction wait for its next statement. Absent: for ever. */
  readonly patienceMs?: number;
  /** Whether statements are sent without waiting for the answers of those before. */
  readonly pipeline?: boolean;
};

/** For what serves people: longer than any of its statements, short enough to be back within half a minute when a connection is half open. */
export const SERVING_MS = 15_000;

function bigints(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.INT8, (text: string) => BigInt(text));
  return overrides;
}

/** The same server and database as `url`, signed in as another role. */
export function asRole(url: string, user: string, password: string): string {
  const other = new URL(url);
  other.username = user;
  other.password = password;
  return other.href;
}

export function makePool({ url, max = 8, name = 'hub', schema, patienceMs, pipeline = false }: PoolOptions): Pool {
  const settled = { connectionString: url, max, pipeline, application_name: name, types: bigints(), connectionTimeoutMillis: 5000, keepAlive: true };
  const patience = patienceMs && { query_timeout: patienceMs, idle_in_transaction_session_timeout: patienceMs / 2 };
  const pool = new Pool({ ...settled, ...patience, ...(schema && { options: `-c search_path="${schema}",public` }) });
  pool.on('error', () => {}); // an idle connection was dropped; the next query opens another
  pool.on('connect', (client) => client.on('error', () => {})); // the query in flight rejects by itself
  endSilent(pool);
  return pool;
}

/** With a connection of its own; errors in the hub's terms. */
export async function connected<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await blaming(pool.connect());
  return blaming(work(client)).finally(() => client.release());
}

/** Answers of statements that do not depend on each other's answers: one round trip when the pool has a pipeline. After a failure the server does nothing of what follows it. */
export async function atOnce(client: PoolClient, statements: readonly (string | QueryConfig)[]): Promise<QueryResult[]> {
  if (client.pipeline) return Promise.all(statements.map((statement) => client.query(statement)));
  const answers: QueryResult[] = [];
  for (const statement of statements) answers.push(await client.query(statement));
  return answers;
}

/** Commits what `work` did, or rolls back and rethrows. A connection that cannot roll back is thrown away. */
export async function transaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>, begin = 'begin'): Promise<T> {
  const client = await blaming(pool.connect());
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((e: Error) => {
      broken = e;
    });
    return await blaming(Promise.reject(error));
  } finally {
    client.release(broken);
  }
}
