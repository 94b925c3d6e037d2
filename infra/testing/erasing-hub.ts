// The hub's stores as an erasure meets them: PostgreSQL with keys, sessions, mails and views over a log in memory, and every place but the warehouse.
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DEFAULT_YEARS } from '../../domain/erasure/ladder.ts';
import { slices } from '../../domain/index.ts';
import { isRejection } from '../../domain/kernel/decider.ts';
import { isSealed, type Sealed } from '../../domain/kernel/sealing.ts';
import type { Slice } from '../../domain/kernel/slice.ts';
import { VIEWS_GROUP, views } from '../../projections/index.ts';
import { startRunner } from '../../projections/kernel/runner.ts';
import { makeDispatch } from '../../write-side/kernel/dispatch.ts';
import { migrateSessions } from '../auth/migrate-sessions.ts';
import { keysUrl, startPostgres } from '../embedded/postgres/start.ts';
import { makeAbout } from '../erasure/about.ts';
import { makeMark } from '../erasure/book.ts';
import type { ErasingDeps } from '../erasure/process.ts';
import type { Sink } from '../erasure/sink.ts';
import { accountsSink } from '../erasure/sinks/accounts.ts';
import { databaseSinks } from '../erasure/sinks/database.ts';
import { deadLettersSink } from '../erasure/sinks/dead-letters.ts';
import { fileSinks } from '../erasure/sinks/files.ts';
import { migrateMail } from '../mail/migrate-mail.ts';
import { migrate } from '../postgres/migrate.ts';
import { asRole, makePool } from '../postgres/pool.ts';
import { makeProgress } from '../postgres/progress.ts';
import { makeReader } from '../postgres/reader.ts';
import { makeViewStore } from '../postgres/view-store.ts';
import { makeSealing, migrateKeys } from '../sealing/sealing.ts';
import { as } from './given.ts';
import { temporaryFolder } from './hub.ts';
import { makeMemoryStore } from './memory-store.ts';
import { following, passwords } from './views-hub.ts';

/** `more`: slices besides the hub's own. */
export async function startErasingHub(more: readonly Slice[] = []) {
  const folder = temporaryFolder('hub-erasure');
  const engine = await startPostgres({ data: join(folder.path, 'pg') });
  await migrate({ url: engine.url, passwords });
  const owner = makePool({ url: engine.url, max: 2 });
  await migrateSessions(owner);
  await migrateMail(owner);
  const [appUrl, projectorUrl] = [asRole(engine.url, 'hub_app', passwords.app), asRole(engine.url, 'hub_projector', passwords.projector)];
  const [app, projector, keys] = [appUrl, projectorUrl, keysUrl(engine.url)].map((url) => makePool({ url, max: 4 })) as [
    typeof owner,
    typeof owner,
    typeof owner,
  ];
  await migrateKeys(keys);
  const sealing = makeSealing({ pool: keys, rootKey: randomBytes(32) });
  const store = makeMemoryStore();
  const dispatch = makeDispatch({ store, ...sealing, slices: [...slices, ...more], now: () => new Date() });
  const viewStore = makeViewStore({ url: projectorUrl, views });
  const runner = startRunner({ group: VIEWS_GROUP, views, log: following(store.log), store: viewStore, open: sealing.open, now: () => new Date() });
  const progress = makeProgress({ url: appUrl, pool: app });
  const reader = makeReader({ url: appUrl, max: 4 });
  const sinks: readonly Sink[] = [
    ...databaseSinks({ projector, app, progress, mailFolder: folder.path }),
    accountsSink({ reader, dispatch, app }),
    deadLettersSink({ reader, streams: store, destroySubject: sealing.destroySubject, now: () => new Date() }),
    ...fileSinks(folder.path),
  ];
  const deps: ErasingDeps = { dispatch, streams: store, keys: sealing, mark: makeMark(keys), sinks, underWay: async () => [] };
  return {
    ...{ data: folder.path, owner, app, sealing, store, dispatch, reader, deps, sinks, about: makeAbout(reader, async () => DEFAULT_YEARS) },
    level: () => progress.waitFor(VIEWS_GROUP, store.log.at(-1)!.position, 90_000),
    stop: async () => {
      await runner.stop();
      await Promise.all([viewStore.close(), progress.close(), reader.close()]);
      await Promise.all([owner, app, projector, keys].map((pool) => pool.end()));
      await engine.stop();
      folder.remove();
    },
  };
}
export type ErasingHub = Awaited<ReturnType<typeof startErasingHub>>;

export async function give(
  { dispatch }: ErasingHub,
  tenant: string,
  slice: string,
  id: string,
  type: string,
  data: object,
  at = new Date().toISOString(),
): Promise<void> {
  const outcome = await dispatch({ tenant, slice, id }, { type, data }, { id: randomUUID(), actor: as('admin'), correlationId: 'c', at });
  if (isRejection(outcome)) throw new Error(outcome.rejected);
}
/** All sealed values of a tenant and what they open to. */
export async function opened({ store, sealing }: ErasingHub, tenant: string): Promise<[Sealed, unknown][]> {
  const all = store.log.filter((e) => e.stream.tenant === tenant).flatMap(({ data }) => Object.values(data).filter(isSealed));
  const values = await sealing.open(tenant, all);
  return all.map((one, i) => [one, values[i]]);
}
