// How fast patient data comes in: through a whole hub over HTTP, or through the write side alone.
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { makePool } from '../postgres/pool.ts';
import { slices } from '#domain/index.ts';
import { startEventStore } from '#infra/embedded/eventstore/start.ts';
import { keysUrl, startPostgres } from '#infra/embedded/postgres/start.ts';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { makeSealing, migrateKeys } from '#infra/sealing/sealing.ts';
import { startHub, temporaryFolder } from '#infra/testing/hub.ts';
import { readPosted } from '#write-side/fhir/bundle.ts';
import { makeRecord } from '#write-side/fhir/record.ts';
import { reportOf } from '#write-side/fhir/result.ts';
import { permits } from '#write-side/index.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import { type Client, makeClient } from '../main/import/client.ts';
import { filesAt } from '../main/import/files.ts';
import { importFiles } from '../main/import/import.ts';

const HELP = `Measures the import of a folder of FHIR bundles: once into an empty hub, once again.

  node infra/bench/import.ts [FOLDER] [--write-side] [--concurrency N]

  FOLDER         .json and .json.gz files, default ../shared/data/fhir-r4
  --write-side   event store, keys and dispatch only, without HTTP and projections`;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'write-side': { type: 'boolean', default: false }, concurrency: { type: 'string', default: '2' }, help: { type: 'boolean', default: false } },
});

type Target = { client: Client; stop(): Promise<unknown> };

async function wholeHub(data: string): Promise<Target> {
  const hub = await startHub(data);
  const { email, password, tenant } = hub.logins.find((l) => l.role === 'coordinator')!;
  return { client: await makeClient(hub.address, { email, password, tenant }), stop: () => hub.stop() };
}

async function writeSide(data: string): Promise<Target> {
  const [events, postgres] = await Promise.all([startEventStore({ data: join(data, 'events') }), startPostgres({ data: join(data, 'pg') })]);
  const pool = makePool({ url: keysUrl(postgres.url), max: 4 });
  await migrateKeys(pool);
  const store = makeEventStore({ url: events.url });
  const { seal, open, fingerprint, tenantDigest } = makeSealing({ pool, rootKey: randomBytes(32) });
  const dispatch = makeDispatch({ store, seal, open, slices, permits, now: () => new Date() });
  const record = makeRecord({ dispatch, store, fingerprint, tenantDigest });
  const actor = { id: 'bench', kind: 'staff', role: 'nurse' } as const;
  const send: Client['send'] = async (body) => {
    const posted = readPosted(JSON.parse(gunzipSync(body).toString()));
    return { report: reportOf(await record('bench', posted, { id: randomUUID(), actor, correlationId: 'bench' })) };
  };
  const stop = async () => {
    await store.close();
    await pool.end();
    await Promise.all([events.stop(), postgres.stop()]);
  };
  return { client: { send }, stop };
}

async function measure(client: Client, files: readonly string[]): Promise<object> {
  const from = performance.now();
  const sum = await importFiles(client, files, Number(values.concurrency), () => {});
  const seconds = (performance.now() - from) / 1000;
  const megabytes = files.reduce((n, file) => n + gunzipSync(readFileSync(file)).length, 0) / 1e6;
  const rate = (n: number) => Math.round((n / seconds) * 10) / 10;
  const { created, updated, unchanged, rejected, failed } = sum;
  return {
    ...{ files: sum.files, seconds: Math.round(seconds * 100) / 100, created, updated, unchanged, rejected: rejected.length, failed: failed.length },
    ...{ 'files/s': rate(sum.files), 'events/s': rate(created + updated), 'MB/s': rate(megabytes) },
  };
}

if (values.help) console.log(HELP);
else {
  const folder = temporaryFolder('bench-import');
  const files = filesAt(positionals.length > 0 ? positionals : ['../shared/data/fhir-r4']);
  const target = await (values['write-side'] ? writeSide : wholeHub)(folder.path);
  try {
    console.table({ first: await measure(target.client, files), again: await measure(target.client, files) });
  } finally {
    await target.stop();
    folder.remove();
  }
}
