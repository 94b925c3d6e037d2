// What comparing the warehouse with the log has found, kept in PostgreSQL for whoever has to know.
import { grantsOn } from './grants.ts';
import type { Reconciliation, Compared } from './reconcile.ts';
import type { Sql } from './ports.ts';

export type Check = {
  readonly at: string;
  readonly upTo?: string;
  readonly groups: number;
  readonly events: number;
  readonly differences: readonly Compared[];
};
export type Checks = {
  migrate(): Promise<void>;
  keep(found: Reconciliation): Promise<void>;
  /** The latest; undefined before the first. */
  latest(): Promise<Check | undefined>;
};

const TABLE = `
create table if not exists warehouse_checks (
  at timestamptz primary key default now(),
  upto_position numeric(20),
  groups integer not null,
  events bigint not null,
  differences jsonb not null
);
${grantsOn('warehouse_checks', 'insert, delete')}`;
/** Differences kept of one check: with more, the warehouse has to be loaded anew. */
const MOST = 1000;
const KEEP = 'insert into warehouse_checks (upto_position, groups, events, differences) values ($1, $2, $3, $4) on conflict do nothing';
const FORGET = 'delete from warehouse_checks where at < (select at from warehouse_checks order by at desc offset 99 limit 1)';

export const makeChecks = ({ sql }: { sql: Sql }): Checks => ({
  migrate: async () => void (await sql.query(TABLE)),
  async keep({ upTo, groups, events, differences }) {
    await sql.query(KEEP, [upTo === undefined ? null : String(upTo), groups.length, events.log, JSON.stringify(differences.slice(0, MOST))]);
    await sql.query(FORGET);
  },
  async latest() {
    const [row] = (
      await sql.query('select at, upto_position::text as upto, groups, events::int as events, differences from warehouse_checks order by at desc limit 1')
    ).rows;
    if (!row) return undefined;
    const { at, upto, groups, events, differences } = row as { at: Date; upto: string | null; groups: number; events: number; differences: Compared[] };
    return { at: at.toISOString(), ...(upto !== null && { upTo: upto }), groups, events, differences };
  },
});
