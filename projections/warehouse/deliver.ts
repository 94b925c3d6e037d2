// Brings one block into the warehouse exactly once, however often it is tried.
import type { Block } from './block.ts';
import type { Range } from './ledger.ts';
import type { Packed } from './packed.ts';
import type { Row, Warehouse } from './ports.ts';
import { blocksOf, type Table, TABLES } from './schema.ts';

/** How many tokens one block may burn: each costs a crash of the engine in the moment between its log and its part. */
const MOST_TOKENS = 5;
const WITHIN = 'position > {after:Int128} AND position <= {upTo:UInt64}';

const bounds = ({ after, upTo }: Range) => ({ after: String(after ?? -1n), upTo: String(upTo) });

async function stored(client: Warehouse, table: Table, range: Range): Promise<number> {
  const rows = await client.query<{ n: string }>(`SELECT count() AS n FROM ${table} WHERE ${WITHIN}`, bounds(range));
  return Number(rows[0]!.n);
}

/** Inserts unless the table already holds the block; then looks whether it really is there. */
async function ensure(client: Warehouse, table: Table, range: Range, rows: readonly Row[], token: string): Promise<void> {
  for (let turn = 1; turn <= MOST_TOKENS; turn += 1) {
    const found = await stored(client, table, range);
    if (found === rows.length) return;
    if (found > 0) throw new Error(`${table} holds ${found} rows up to position ${range.upTo} where ${rows.length} belong`);
    await client.insert(table, rows, `${token}#${turn}`);
  }
  throw new Error(`${table} does not keep the block up to position ${range.upTo}`);
}

/** The engine's own count of the block, which may be missing when it was killed between the two; the same row made again counts once. */
async function ensureCounted(client: Warehouse, range: Range, events: number): Promise<void> {
  const counted = `SELECT sum(n) AS n FROM event_blocks FINAL WHERE first > {after:Int128} AND first <= {upTo:UInt64}`;
  const [row] = await client.query<{ n: string }>(counted, bounds(range));
  if (Number(row!.n) === events) return;
  await client.insertFrom('event_blocks', blocksOf(`events WHERE ${WITHIN}`), bounds(range));
}

type Rows = readonly Row[] | Packed;
export type Delivery = {
  /** First try of a freshly cut range: one insert per table. */
  once(range: Range, block: Readonly<Record<Table, Rows>>): Promise<void>;
  /** Any later try: nothing is known about how far an earlier one came. */
  again(range: Range, block: Block): Promise<void>;
};

/**
 * The token names table, range and version, so a block that arrives twice is dropped. A part and its token are not written in one
 * step: an engine killed in between remembers a block it does not have. Hence a later try counts, and takes a new token if need be.
 */
export function makeDelivery({ client, version }: { client: Warehouse; version: number }): Delivery {
  const tokenOf = (table: Table, range: Range) => `${table}@${version}:${range.after ?? 'start'}-${range.upTo}`;
  const each = async <R extends Rows>(block: Readonly<Record<Table, R>>, work: (table: Table, rows: R) => Promise<unknown>) => {
    await Promise.all(TABLES.filter((table) => block[table].length > 0).map((table) => work(table, block[table])));
  };
  return {
    once: (range, block) => each(block, (table, rows) => client.insert(table, rows, `${tokenOf(table, range)}#1`)),
    async again(range, block) {
      await each(block, (table, rows) => ensure(client, table, range, rows, tokenOf(table, range)));
      await ensureCounted(client, range, block.events.length);
    },
  };
}
