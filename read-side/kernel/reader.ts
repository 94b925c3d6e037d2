// The views as queries see them. infra/postgres implements it; the database keeps tenants apart, so a forgotten condition shows nothing foreign.
import type { EntityManager } from '@mikro-orm/core';

/** `execute` is for sums over many rows, which the database makes without sending them; parameters stand as `?`. */
export type Rows = Pick<EntityManager, 'find' | 'findOne' | 'count'> & { execute<T>(query: string, parameters: readonly unknown[]): Promise<T> };
export type Reader = {
  /** Runs `work` in one read-only transaction that sees only the rows of `tenant`. */
  within<T>(tenant: string, work: (rows: Rows) => Promise<T>): Promise<T>;
  /** The same over the members of all tenants that have this e-mail key, and nothing else. */
  signingIn<T>(emailKey: string, work: (rows: Rows) => Promise<T>): Promise<T>;
};
