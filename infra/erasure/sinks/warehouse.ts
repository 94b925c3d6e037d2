// Facts that were read from sealed values before they were closed for ever: the rows of the person's events are made again from what opens now,
// which leaves nothing of them but that something happened. So the warehouse is what the log gives, and stays so.
import type { Recorded, StreamId } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { WarehouseClient } from '#infra/clickhouse/client.ts';
import { CaseList } from '#projections/case-list/table.ts';
import type { Block } from '#projections/warehouse/block.ts';
import type { Table } from '#projections/warehouse/schema.ts';
import type { Reader } from '#read-side/kernel/reader.ts';
import { notYet, type Sink, type Target } from '../sink.ts';

export type WarehouseDeps = {
  readonly client: Pick<WarehouseClient, 'command' | 'insert' | 'query'>;
  readonly streams: StreamReader;
  readonly reader: Reader;
  /** Up to where the log is in the warehouse. */
  readonly fed: () => Promise<bigint | undefined>;
  readonly blockOf: (events: readonly Recorded[]) => Promise<Block>;
  readonly now: () => Date;
};

/** The tables that read sealed values. */
const READ: readonly Table[] = ['patient_facts', 'clinical_facts', 'case_facts'];
const PIECE = 1000;
/** The engine keeps parts that were replaced for a while. */
const OLD_PARTS_MS = 10 * 60_000;

export function warehouseSink({ client, streams, reader, fed, blockOf, now }: WarehouseDeps): Sink {
  async function streamsOf({ tenant, persons }: Target): Promise<StreamId[]> {
    const cases = await reader.within(tenant, (rows) => rows.find(CaseList, { tenant, patientId: { $in: [...persons] } }));
    return [...persons.map((id) => ({ tenant, slice: 'patient', id })), ...cases.map(({ id }) => ({ tenant, slice: 'case', id }))];
  }

  async function replace(tenant: string, events: readonly Recorded[]): Promise<number> {
    const positions = `[${events.map(({ position }) => position).join(',')}]`;
    const block = await blockOf(events);
    let found = 0;
    for (const table of READ) {
      const there = 'WHERE tenant = {tenant:String} AND has({positions:Array(UInt64)}, position)';
      const [row] = await client.query<{ n: string }>(`SELECT count() AS n FROM ${table} ${there}`, { tenant, positions });
      found += Number(row?.n ?? 0);
      await client.command(`ALTER TABLE ${table} DELETE ${there} SETTINGS mutations_sync = 1`, { tenant, positions });
      await client.insert(table, block[table]);
    }
    return found;
  }

  return {
    name: 'warehouse',
    holds: 'bands, codes and values under a pseudonym',
    async erase(target) {
      if (((await fed()) ?? -1n) < target.keysAt) throw notYet('The warehouse');
      let found = 0;
      for (const stream of await streamsOf(target)) {
        let piece: Recorded[] = [];
        const flush = async () => {
          if (piece.length > 0) found += await replace(target.tenant, piece);
          piece = [];
        };
        for await (const event of streams.read(stream)) if (piece.push(event) >= PIECE) await flush();
        await flush();
      }
      return { found, ...(found > 0 && { expiresAt: new Date(now().getTime() + OLD_PARTS_MS).toISOString() }) };
    },
  };
}
