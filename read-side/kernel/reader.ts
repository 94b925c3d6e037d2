// The views as queries see them. infra/postgres implements it; the database keeps tenants apart, so a forgotten condition shows nothing foreign.
import type { SqlEntityManager } from '@mikro-orm/sql';

/** `execute` is for sums over many rows, which the database makes without sending them. */
export type Rows = Pick<SqlEntityManager, 'find' | 'findOne' | 'count' | 'execute'>;
export type Reader = {
  /** Runs `work` in one read-only transaction that sees only the rows of `tenant`. */
  within<T>(tenant: string, work: (rows: Rows) => Promise<T>): Promise<T>;
  /** The same over the members of all tenants that have this e-mail key, and nothing else. */
  signingIn<T>(emailKey: string, work: (rows: Rows) => Promise<T>): Promise<T>;
};
