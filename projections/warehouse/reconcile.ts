// Compares the warehouse with the log: per tenant, day and type the number of events, the ends and a sum of their positions, in the
// table of events and in what the engine itself counts.
import type { Position } from '#domain/kernel/envelope.ts';
import type { LogReader } from '#domain/kernel/event-store.ts';
import type { LogEvent } from './fold.ts';
import type { Ledger } from './ledger.ts';
import type { Warehouse } from './ports.ts';
import { readRange } from './read-range.ts';

type Group = { readonly tenant: string; readonly day: string; readonly type: string };
type Tally = { count: number; first: bigint; last: bigint; sum: bigint };
/** `counted`: what the engine's own count says. */
export type Compared = Group & {
  readonly log: number;
  readonly warehouse: number;
  readonly counted: number;
  readonly duplicates: number;
  readonly equal: boolean;
};
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

const WHOSE = "({tenant:String} = '' OR tenant = {tenant:String})";
const IN_EVENTS = `SELECT tenant, toString(toDate(recorded_at)) AS day, type, count() AS n, uniqExact(position) AS u, min(position) AS first, max(position) AS last, sum(position) AS total
  FROM events WHERE position <= {upTo:UInt64} AND ${WHOSE} GROUP BY tenant, day, type`;
const IN_BLOCKS = `SELECT tenant, toString(day) AS day, type, sum(n) AS n, 0 AS u, min(first) AS first, max(last) AS last, sum(total) AS total
  FROM (SELECT tenant, day, type, first, last, n, total FROM event_blocks FINAL WHERE last <= {upTo:UInt64} AND ${WHOSE}) GROUP BY tenant, day, type`;
type Counted = Group & { n: string; u: string; first: string; last: string; total: string };

const same = (log: Tally, found: Counted): boolean =>
  log.count === Number(found.n) && log.first === BigInt(found.first) && log.last === BigInt(found.last) && log.sum === BigInt(found.total);

function compare(key: string, log: Tally | undefined, events: Counted | undefined, blocks: Counted | undefined): Compared {
  const equal = log !== undefined && events !== undefined && blocks !== undefined && same(log, events) && same(log, blocks);
  const [n, counted] = [Number(events?.n ?? 0), Number(blocks?.n ?? 0)];
  return { ...groupOf(key), log: log?.count ?? 0, warehouse: n, counted, duplicates: n - Number(events?.u ?? 0), equal };
}

async function logTallies(log: LogReader, upTo: Position, tenant: string | undefined, signal: AbortSignal): Promise<Map<string, Tally>> {
  const tallies = new Map<string, Tally>();
  for await (const events of readRange(log, { upTo }, signal))
    for (const event of events) if (tenant === undefined || event.stream.tenant === tenant) count(tallies, event);
  signal.throwIfAborted();
  return tallies;
}

/** Reads the log from its start, so it takes as long as the log is. `tenant` absent compares all. */
export function makeReconcile({ log, client, ledger }: { log: LogReader; client: Warehouse; ledger: Ledger }) {
  const counted = async (sql: string, params: { upTo: string; tenant: string }) =>
    new Map((await client.query<Counted>(sql, params)).map((row) => [keyOf(row), row]));
  return async ({ tenant, signal = new AbortController().signal }: { tenant?: string; signal?: AbortSignal } = {}): Promise<Reconciliation> => {
    const upTo = (await ledger.ends()).fed;
    if (upTo === undefined) return { groups: [], differences: [], events: { log: 0, warehouse: 0 } };
    const tallies = await logTallies(log, upTo, tenant, signal);
    const params = { upTo: String(upTo), tenant: tenant ?? '' };
    const [events, blocks] = await Promise.all([counted(IN_EVENTS, params), counted(IN_BLOCKS, params)]);
    const keys = [...new Set([...tallies.keys(), ...events.keys(), ...blocks.keys()])].toSorted();
    const groups = keys.map((key) => compare(key, tallies.get(key), events.get(key), blocks.get(key)));
    const sum = (side: 'log' | 'warehouse') => groups.reduce((total, group) => total + group[side], 0);
    return { upTo, groups, differences: groups.filter((group) => !group.equal), events: { log: sum('log'), warehouse: sum('warehouse') } };
  };
}
