// The ranges of the log that were cut for the warehouse, in PostgreSQL. A range is written before its rows are inserted and closed
// after, so whoever comes next knows exactly which block may be half known, and cuts nothing twice.
import type { Position } from '#domain/kernel/envelope.ts';
import { grantsOn } from './grants.ts';
import type { Sql } from './ports.ts';

/** The hub's events with `after` < position <= `upTo`; `after` undefined is the start of the log. */
export type Range = { readonly after?: Position; readonly upTo: Position; readonly events: number };
export type Ledger = {
  /** Creates the table when it is missing; repeatable. Needs the owner's role. */
  migrate(): Promise<void>;
  /** Records a range. False when another feed has cut this part of the log already. */
  cut(range: Range): Promise<boolean>;
  finish(range: Range): Promise<void>;
  /** Ranges cut but not known to be inserted, oldest first. */
  unfinished(): Promise<Range[]>;
  /** Where the next range starts, and up to where everything is in the warehouse. */
  ends(): Promise<{ cut?: Position; fed?: Position }>;
};

const TABLE = `
create table if not exists warehouse_ranges (
  version integer not null,
  after_position numeric(20) not null,
  upto_position numeric(20) not null check (upto_position > after_position),
  events integer not null,
  cut_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (version, after_position)
);
create index if not exists warehouse_ranges_unfinished on warehouse_ranges (version, after_position) where finished_at is null;
${grantsOn('warehouse_ranges', 'insert, update, delete')}`;

/** The key refuses a second range from the same start, the condition one from a start that lies behind. */
const CUT = `insert into warehouse_ranges (version, after_position, upto_position, events) select $1::int, $2::numeric, $3::numeric, $4::int
  where not exists (select from warehouse_ranges where version = $1 and upto_position > $2::numeric) on conflict do nothing returning 1 as cut`;
/** The newest hour is kept to look at; more than the last range is never needed. */
const PRUNE = `delete from warehouse_ranges where version = $1 and upto_position <= $2::numeric and finished_at < now() - interval '1 hour'`;

/** Position 0 is an event's, so the start of the log is -1. */
const START = -1n;
const toRange = (row: Record<string, unknown>): Range => {
  const after = BigInt(String(row.after_position));
  return { after: after === START ? undefined : after, upTo: BigInt(String(row.upto_position)), events: Number(row.events) };
};
const startOf = ({ after }: Range) => String(after ?? START);
const positionOf = (value: unknown): Position | undefined => (value === null || value === undefined ? undefined : BigInt(value as string | bigint));

/** `version` names one load of the warehouse; a new one starts from the beginning of the log. */
export function makeLedger({ sql, version }: { sql: Sql; version: number }): Ledger {
  return {
    async migrate() {
      await sql.query(TABLE);
    },
    async cut(range) {
      const { rows } = await sql.query(CUT, [version, startOf(range), String(range.upTo), range.events]);
      return rows.length === 1;
    },
    async finish(range) {
      await sql.query('update warehouse_ranges set finished_at = now() where version = $1 and after_position = $2', [version, startOf(range)]);
      await sql.query(PRUNE, [version, startOf(range)]);
    },
    async unfinished() {
      const query = 'select * from warehouse_ranges where version = $1 and finished_at is null order by after_position';
      return (await sql.query(query, [version])).rows.map(toRange);
    },
    async ends() {
      const { rows } = await sql.query(
        `select max(upto_position) as cut, coalesce(min(after_position) filter (where finished_at is null), max(upto_position)) as fed
         from warehouse_ranges where version = $1`,
        [version],
      );
      const fed = positionOf(rows[0]?.fed);
      return { cut: positionOf(rows[0]?.cut), fed: fed === START ? undefined : fed };
    },
  };
}
