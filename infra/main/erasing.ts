// Erasure as the hub runs it: every place with its own adapter, the process that asks them, and the guard before a start.
import { makeWarehouseClient } from '#infra/clickhouse/client.ts';
import { destroyKeys, type Entry, makeMark, mustMatch, replay } from '#infra/erasure/book.ts';
import { runErasures } from '#infra/erasure/process.ts';
import type { Sink } from '#infra/erasure/sink.ts';
import { accountsSink } from '#infra/erasure/sinks/accounts.ts';
import { copySinks } from '#infra/erasure/sinks/copies.ts';
import { databaseSinks, removeTimes } from '#infra/erasure/sinks/database.ts';
import { deadLettersSink } from '#infra/erasure/sinks/dead-letters.ts';
import { fileSinks } from '#infra/erasure/sinks/files.ts';
import { warehouseSink } from '#infra/erasure/sinks/warehouse.ts';
import { makeAbout } from '#infra/erasure/about.ts';
import { SINKS } from '#infra/erasure/places.ts';
import { unavailable } from '#infra/sealing/key-rows.ts';
import { silentSince, underWay } from '#infra/erasure/under-way.ts';
import { destructions } from '#write-side/privacy.ts';
import { yearsOf } from '#write-side/retention/policy.ts';
import { makePool, type Pool } from '#infra/postgres/pool.ts';
import type { Progress } from '#infra/postgres/progress.ts';
import { FEED_VERSION, makeBlocks, makeLedger } from '#projections/warehouse/index.ts';
import type { Reader } from '#read-side/kernel/reader.ts';
import type { Foundation } from './foundation.ts';
import { MANIFESTS } from './manifests.ts';
import type { RoleConfig } from './role.ts';
import { parent } from './role-process.ts';
import { untilItAnswers } from './until-it-answers.ts';
import { upcast } from './upcast.ts';

type Views = { readonly reader: Reader; readonly app: Pool; readonly progress: Pick<Progress, 'waitFor'> };
const now = () => new Date();

function warehouseOf(base: Foundation, config: RoleConfig, reader: Reader, fed: () => Promise<bigint | undefined>) {
  const client = makeWarehouseClient({ url: config.clickHouseUrl });
  const blocks = makeBlocks({ open: base.openWithin(MANIFESTS.warehouse), digest: base.sealing.tenantDigest });
  const sink = warehouseSink({ client, streams: base.store, reader, fed, blockOf: (events) => blocks(events.map(upcast)), now });
  return { sink, close: () => client.close() };
}

/** The places and the process. `run` goes on until `signal` aborts. */
export function makeErasing(base: Foundation, config: RoleConfig, { reader, app, progress }: Views) {
  const { store, sealing, dispatch, log } = base;
  const projector = makePool({ url: base.projectorUrl, max: 2, name: 'hub erasure' });
  const ranges = makeLedger({ sql: projector, version: FEED_VERSION });
  const warehouse = warehouseOf(base, config, reader, async () => (await ranges.ends()).fed);
  const sinks: readonly Sink[] = [
    ...copySinks({ keyBackupDays: config.keyBackupDays, now }),
    ...databaseSinks({ projector, app, progress, mailFolder: config.mail.folder }),
    warehouse.sink,
    accountsSink({ reader, dispatch, app }),
    deadLettersSink({ reader, streams: store, destroySubject: sealing.destroySubject, now }),
    ...fileSinks(config.data),
  ];
  const onTrouble = (tenant: string, place: string, error: unknown) => log.warn('erasure.trouble', { tenant, group: place, reason: String(error) });
  const about = makeAbout(reader, yearsOf(store));
  return {
    sinks,
    /** Carries out the runs of destruction. */
    destructions: destructions({ store, erasing: { about, sinks: SINKS }, silentSince: silentSince(app) }),
    run: (signal: AbortSignal) =>
      runErasures({ dispatch, streams: store, keys: sealing, mark: makeMark(base.keys), sinks, underWay: () => underWay(app), onTrouble }, signal),
    close: async () => {
      await Promise.all([projector.end(), warehouse.close()]);
    },
  };
}

/** A hub whose keys are from before an erasure does not start. */
export const guardErasures = ({ store, keys }: Foundation): Promise<void> =>
  untilItAnswers('the database for keys', () => mustMatch(store, makeMark(keys), 'The keys’ database').catch(unavailable), parent);

/** Does again to the keys, the views and the warehouse what a backup of them has forgotten; `all`: everything, from the first erasure on. */
export async function repeatErasures(base: Foundation, config: RoleConfig, { owner, reader }: { owner: Pool; reader: Reader }, all = false) {
  const { store, sealing, keys } = base;
  const warehouse = warehouseOf(base, config, reader, async () => undefined);
  const mark = makeMark(owner);
  const inStores = async ({ of: tenant, persons, step }: Entry) => {
    await removeTimes(owner, { tenant, persons, step });
    await warehouse.sink.erase({ tenant, persons, step, keysAt: -1n });
  };
  try {
    if (all) await makeMark(keys).adopt(-1);
    const inKeys = await replay(store, makeMark(keys), (entry) => destroyKeys(sealing, entry));
    if (all) await mark.adopt(-1);
    return { keys: inKeys, stores: await replay(store, mark, inStores) };
  } finally {
    await warehouse.close();
  }
}
