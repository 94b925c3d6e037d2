// Makes every table hold exactly the rows that the log gives, place by place: what is missing comes in, what is too much goes.
import type { LogReader } from '#domain/kernel/event-store.ts';
import type { Block } from './block.ts';
import type { LogEvent } from './fold.ts';
import type { Ledger } from './ledger.ts';
import type { Row, Warehouse } from './ports.ts';
import { readRange } from './read-range.ts';
import { blocksOf, type Table, TABLES } from './schema.ts';

export type RepairDeps = {
  readonly log: LogReader;
  readonly client: Warehouse & { command(sql: string, params?: Row): Promise<void> };
  readonly ledger: Ledger;
  readonly blockOf: (events: readonly LogEvent[]) => Promise<Block>;
};
/** By table, how many places of the log had other rows than they give. A person erased since leaves fewer facts: repairing removes theirs. */
export type Found = { readonly places: Readonly<Record<string, number>>; readonly events: number };

const PIECE = 5000;
type Places = Map<string, number>;

const add = (places: Places, position: string, n: number) => void places.set(position, (places.get(position) ?? 0) + n);
const asList = (positions: Iterable<string>) => `[${[...positions].join(',')}]`;

/** Positions at which a table does not hold as many rows as it should. */
async function wrongIn(client: Warehouse, table: Table, rows: readonly Row[], range: { after: string; upTo: string }): Promise<string[]> {
  const differs: Places = new Map();
  for (const row of rows) add(differs, String(row['position']), 1);
  const found = `SELECT position, count() AS n FROM ${table} WHERE position > {after:Int128} AND position <= {upTo:UInt64} GROUP BY position`;
  for (const { position, n } of await client.query<{ position: string; n: string }>(found, range)) add(differs, position, -Number(n));
  return [...differs].filter(([, n]) => n !== 0).map(([position]) => position);
}

async function replace({ client }: RepairDeps, table: Table, rows: readonly Row[], wrong: readonly string[]): Promise<void> {
  await client.command(`ALTER TABLE ${table} DELETE WHERE has({wrong:Array(UInt64)}, position) SETTINGS mutations_sync = 1`, { wrong: asList(wrong) });
  const places = new Set(wrong);
  await client.insert(
    table,
    rows.filter((row) => places.has(String(row['position']))),
  );
}

/** What the engine counts is made anew from the events it holds now. */
async function recount({ client }: RepairDeps, upTo: string): Promise<void> {
  await client.command('ALTER TABLE event_blocks DELETE WHERE last <= {upTo:UInt64} SETTINGS mutations_sync = 1', { upTo });
  await client.insertFrom('event_blocks', blocksOf('events WHERE position <= {upTo:UInt64}'), { upTo });
}

/** Looks at everything the feed has delivered; with `mend` it also sets right what it finds. Takes as long as a load does. */
export async function repair(deps: RepairDeps, { mend, signal }: { mend: boolean; signal: AbortSignal }): Promise<Found> {
  const upTo = (await deps.ledger.ends()).fed;
  const places: Record<string, number> = {};
  let [events, after] = [0, '-1'];
  if (upTo === undefined) return { places, events };
  async function look(piece: readonly LogEvent[], end: string): Promise<void> {
    const block = await deps.blockOf(piece);
    for (const table of TABLES) {
      const wrong = await wrongIn(deps.client, table, block[table], { after, upTo: end });
      if (wrong.length === 0) continue;
      places[table] = (places[table] ?? 0) + wrong.length;
      if (mend) await replace(deps, table, block[table], wrong);
    }
    [events, after] = [events + piece.length, end];
  }
  for await (const piece of readRange(deps.log, { upTo }, signal, PIECE)) await look(piece, String(piece.at(-1)!.position));
  signal.throwIfAborted();
  await look([], String(upTo));
  if (mend) await recount(deps, String(upTo));
  return { places, events };
}
