// A connection that does not answer is ended and replaced, whoever holds it.
import { Client, type Pool, type PoolClient } from 'pg';

type Query = (...asked: unknown[]) => unknown;
const isSilent = (error: unknown): boolean => error instanceof Error && error.message === 'Query read timeout';

/**
 * pg takes an answer that does not come in time (`query_timeout`) for the fault of one statement, and a pool keeps the connection: on a half-open one
 * everybody's statements would wait in vain. Once ended, what is still asked of it (a rollback) fails at once, and the pool lets go of it.
 */
export function endSilent(pool: Pool): void {
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as Query;
    const watched: Query = (...asked) => {
      const answer = query(...asked);
      if (answer instanceof Promise)
        answer.catch((error: unknown) => {
          if (isSilent(error) && client instanceof Client) void client.end();
        });
      return answer;
    };
    client.query = watched as typeof client.query;
  });
}

/**
 * Gives a connection that ended in somebody's hands back to the pool. Kysely's controlled transactions, which MikroORM uses, return one only after a commit
 * or rollback that succeeded (kysely 0.29, ControlledTransaction), so each death within a transaction would cost the pool a place for good.
 */
export function releaseEnded(pool: Pool): void {
  const held = new Set<PoolClient>();
  pool.on('acquire', (client) => held.add(client));
  pool.on('release', (_error, client) => held.delete(client));
  pool.on('connect', (client) => client.once('end', () => held.has(client) && client.release(true)));
}
