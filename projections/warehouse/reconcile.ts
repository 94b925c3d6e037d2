// Compares the warehouse with the log: per tenant, day and type the number of events, the ends and a sum of their positions.
import type { Position } from '#domain/kernel/envelope.ts';
import type { LogReader } from '#domain/kernel/event-store.ts';
import type { LogEvent } from './fold.ts';
import type { Ledger } from './ledger.ts';
import type { Warehouse } from './ports.ts';
import { readRange } from './read-range.ts';

type Group = { readonly tenant: string; readonly day: string; readonly type: string };
type Tally = { count: number; first: bigint; last: bigint; sum: bigint };
export type Compared = Group & { readonly log: number; readonly warehouse: number; readonly duplicates: number; readonly equal: boolean };
export type Reconciliation = {
  /** Compared up to here: what the feed says it has delivered. */
  readonly upTo?: Position;
  readonly groups: readonly Compared[];
  readonly differences: readonly Compared[];
  readonly events: { readonly log: number; readonly warehouse: number };
};

const keyOf = ({ tenant, day, type }: Group) => `${tenant}|${day}|${type}`;
const groupOf = (key: string): Group => {
  const [tenant, day, type] = key.split('|') as [string, string, string];
  return { tenant, day, type };
};
/** Sums wrap at 64 bits on both sides. */
const wrap = (value: bigint) => BigInt.asUintN(64, value);

function count(tallies: Map<string, Tally>, event: LogEvent): void {
  const key = keyOf({ tenant: event.stream.tenant, day: event.recordedAt.toISOString().slice(0, 10), type: event.type });
  const tally = tallies.get(key) ?? { count: 0, first: event.position, last: event.position, sum: 0n };
  tally.count += 1;
  tally.last = event.position;
  tally.sum = wrap(tally.sum + event.position);
  tallies.set(key, tally);
}

const IN_WAREHOUSE = `SELECT tenant, toString(toDate(recorded_at)) AS day, type, count() AS n, uniqExact(position) AS u, min(position) AS first, max(position) AS last, sum(position) AS total
  FROM events WHERE position <= {upTo:UInt64} AND ({tenant:String} = '' OR tenant = {tenant:String}) GROUP BY tenant, day, type`;
type Counted = Group & { n: string; u: string; first: string; last: string; total: string };

function compare(key: string, log: Tally | undefined, found: Counted | undefined): Compared {
  const equal =
    log !== undefined &&
    found !== undefined &&
    log.count === Number(found.n) &&
    log.first === BigInt(found.first) &&
    log.last === BigInt(found.last) &&
    log.sum === BigInt(found.total);
  return { ...groupOf(key), log: log?.count ?? 0, warehouse: Number(found?.n ?? 0), duplicates: Number(found?.n ?? 0) - Number(found?.u ?? 0), equal };
}

/** Reads the log from its start, so it takes as long as the log is. `tenant` absent compares all. */
export function makeReconcile({ log, client, ledger }: { log: LogReader; client: Warehouse; ledger: Ledger }) {
  return async ({ tenant, signal = new AbortController().signal }: { tenant?: string; signal?: AbortSignal } = {}): Promise<Reconciliation> => {
    const upTo = (await ledger.ends()).fed;
    if (upTo === undefined) return { groups: [], differences: [], events: { log: 0, warehouse: 0 } };
    const tallies = new Map<string, Tally>();
    for await (const events of readRange(log, { upTo }, signal))
      for (const event of events) if (tenant === undefined || event.stream.tenant === tenant) count(tallies, event);
    signal.throwIfAborted();
    const rows = await client.query<Counted>(IN_WAREHOUSE, { upTo: String(upTo), tenant: tenant ?? '' });
    const found = new Map(rows.map((row) => [keyOf(row), row]));
    const keys = [...new Set([...tallies.keys(), ...found.keys()])].toSorted();
    const groups = keys.map((key) => compare(key, tallies.get(key), found.get(key)));
    const sum = (side: 'log' | 'warehouse') => groups.reduce((total, group) => total + group[side], 0);
    return { upTo, groups, differences: groups.filter((group) => !group.equal), events: { log: sum('log'), warehouse: sum('warehouse') } };
  };
}
