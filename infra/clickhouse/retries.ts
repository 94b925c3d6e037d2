// Delivers the same ranges again and again, whole, in part, twice at once, with the engine killed under it, and then compares everything.
//   node infra/clickhouse/retries.ts [--rounds 1000] [--kill 50]   kills the engine every so many rounds
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { type Started, startClickHouse } from '#infra/embedded/clickhouse/start.ts';
import { startEventStore } from '#infra/embedded/eventstore/start.ts';
import { keysUrl, startPostgres } from '#infra/embedded/postgres/start.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { makePool } from '#infra/postgres/pool.ts';
import { makeSealing, migrateKeys } from '#infra/sealing/sealing.ts';
import { temporaryFolder } from '#infra/testing/hub.ts';
import { makeBlocks } from '#projections/warehouse/block.ts';
import { makeDelivery } from '#projections/warehouse/deliver.ts';
import { FEED_VERSION, makeLedger, makeReconcile, type Range, repair } from '#projections/warehouse/index.ts';
import { readRange } from '#projections/warehouse/read-range.ts';
import { TABLES } from '#projections/warehouse/schema.ts';
import { makeWarehouseClient } from './client.ts';
import { migrateWarehouse } from './migrate.ts';
import { appendPatient } from './patients-log.ts';

export type Retried = {
  readonly rounds: number;
  readonly kills: number;
  readonly failed: number;
  readonly events: number;
  /** Groups in which log, events and the engine's own count differ; places at which a table has other rows than it should; rows that are there twice. */
  readonly differences: number;
  readonly wrong: number;
  readonly twice: number;
};

/** Starts engines of its own and stops them. `killEvery`: rounds from one death of the engine to the next. */
export async function retries({ rounds, killEvery }: { rounds: number; killEvery: number }): Promise<Retried> {
  const folder = temporaryFolder('retries');
  const at = (name: string) => `${folder.path}/${name}`;
  const [events, postgres, house] = await Promise.all([
    startEventStore({ data: at('eventstore') }),
    startPostgres({ data: at('postgres') }),
    startClickHouse({ data: at('clickhouse') }),
  ]);
  let engine: Started = house;
  const [keys, sql] = [makePool({ url: keysUrl(postgres.url) }), makePool({ url: postgres.url })];
  const [log, client] = [makeEventStore({ url: events.url }), makeWarehouseClient({ url: house.url })];
  try {
    await migrateKeys(keys);
    const sealing = makeSealing({ pool: keys, rootKey: randomBytes(32) });
    const ledger = makeLedger({ sql, version: FEED_VERSION });
    await Promise.all([ledger.migrate(), migrateWarehouse({ url: house.url })]);
    for (let i = 0; i < 12; i += 1) await appendPatient({ store: log, seal: sealing.seal }, i % 2 ? 'acme' : 'birch', 40);
    const blockOf = makeBlocks({ open: sealing.open, digest: sealing.tenantDigest });
    const delivery = makeDelivery({ client, version: FEED_VERSION });
    const ranges = await cutAll();
    let [failed, kills] = [0, 0];
    for (let round = 1; round <= rounds; round += 1) {
      const { range, piece } = ranges[round % ranges.length]!;
      const block = await blockOf(piece);
      const tries = [delivery.once, delivery.again].slice(0, 1 + (round % 2)).concat(round % 3 === 0 ? [delivery.once] : []);
      const dying = round % killEvery === 0;
      const work = Promise.allSettled(tries.map((deliver) => deliver(range, block)));
      if (dying) await kill(round);
      failed += (await work).filter((result) => result.status === 'rejected').length;
      if (dying) kills += 1;
    }
    for (const { range, piece } of ranges) {
      await delivery.again(range, await blockOf(piece));
      await ledger.finish(range);
    }
    const { differences, events: counted } = await makeReconcile({ log, client, ledger })();
    const { places } = await repair({ log, client, ledger, blockOf }, { mend: false, signal: new AbortController().signal });
    const wrong = Object.values(places).reduce((sum, n) => sum + n, 0);
    return { rounds, kills, failed, events: counted.log, differences: differences.length, wrong, twice: await rowsTwice() };
  } finally {
    await Promise.allSettled([client.close(), log.close(), keys.end(), sql.end()]);
    await Promise.allSettled([events.stop(), postgres.stop(), engine.stop()]);
    folder.remove();
  }

  async function cutAll(): Promise<{ range: Range; piece: Recorded[] }[]> {
    const ledger = makeLedger({ sql, version: FEED_VERSION });
    const found: { range: Range; piece: Recorded[] }[] = [];
    const upTo = (await log.head())!;
    for await (const piece of readRange(log, { upTo }, new AbortController().signal, 60)) {
      const range = { after: found.at(-1)?.range.upTo, upTo: piece.at(-1)!.position, events: piece.length };
      await ledger.cut(range);
      found.push({ range, piece });
    }
    return found;
  }
  /** At another moment of the insert each time. */
  async function kill(round: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, round % 23));
    process.kill(engine.pid, 'SIGKILL');
    await engine.exited;
    engine = await startClickHouse({ data: at('clickhouse'), port: engine.port });
  }
  async function rowsTwice(): Promise<number> {
    const of = async (table: string) => {
      const [row] = await client.query<{ n: string }>(`SELECT (SELECT count() FROM ${table}) - (SELECT count() FROM ${table} FINAL) AS n`);
      return Number(row!.n);
    };
    return (await Promise.all(TABLES.map(of))).reduce((sum, n) => sum + n, 0);
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '1000' }, kill: { type: 'string', default: '50' } } });
  const found = await retries({ rounds: Number(values.rounds), killEvery: Number(values.kill) });
  console.log(JSON.stringify(found));
  process.exitCode = found.differences + found.wrong + found.twice > 0 ? 1 : 0;
}
