import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import * as assert from 'uvu/assert';
import { HubError } from '#domain/kernel/errors.ts';
import { type Started, startClickHouse } from '#infra/embedded/clickhouse/start.ts';
import { temporaryFolder } from '#infra/testing/hub.ts';
import { spec } from '#infra/testing/spec.ts';
import { TENANT_TABLES } from '#projections/warehouse/schema.ts';
import { type AnalystEngine, makeAnalyst } from '../analyst.ts';
import { makeWarehouseClient, type WarehouseClient } from '../client.ts';
import { migrateWarehouse } from '../migrate.ts';
import { ATTACKS } from './attacks.ts';
import { plant, SECRET } from './plant.ts';

const LIMITS = { seconds: 20, rows: 10_000, bytes: 10_000_000 };
/** What the guide shows analysts. */
const GUIDE = /```sql\n([\s\S]*?)```/
  .exec(readFileSync('docs/guides/analysis.md', 'utf8'))![1]!
  .split(';')
  .filter((query) => query.trim());
const GOOD = [
  ...GUIDE,
  'SELECT * FROM cases',
  "select case_id from analytics.cases where stage = 'lead'",
  'WITH a AS (SELECT case_id, stage FROM cases) SELECT stage, count() AS n FROM a GROUP BY stage HAVING n > 0 ORDER BY n DESC LIMIT 5',
  "SELECT tenant, countIf(stage = 'lead') / count(), quantile(0.9)(dateDiff('second', opened_at, updated_at)) FROM cases GROUP BY ALL",
  'SELECT c.case_id, s.stage, row_number() OVER (PARTITION BY c.case_id ORDER BY s.entered_at) FROM cases AS c LEFT JOIN case_stages AS s USING (tenant, case_id)',
  "SELECT arrayMap(x -> x + 1, groupArray(toUInt8(1))), arrayJoin([1, 2]), (1, 2).1, map('a', 1)['a'] FROM cases",
  'SELECT case_id FROM cases WHERE case_id IN (SELECT case_id FROM case_stages) AND opened_at > now() - INTERVAL 100 YEAR',
  "SELECT * EXCEPT (patient), CASE WHEN stage = 'lead' THEN 'a' ELSE 'b' END AS `Aşama adı` FROM cases",
  'SELECT toStartOfMonth(day) AS m, sum(events) FROM event_counts GROUP BY m WITH ROLLUP ORDER BY m WITH FILL LIMIT 3',
  'SELECT number FROM numbers(3) UNION DISTINCT SELECT 1',
  'SELECT name, type FROM system.columns WHERE database = currentDatabase()',
  'SELECT version(), currentDatabase(), timezone()',
  'FROM cases SELECT count()',
  "SELECT formatDateTime(opened_at, '%Y-%m'), uniqExact(patient), topK(3)(stage), COALESCE(NULL, 1), x::Int32 FROM cases ARRAY JOIN ['1'] AS x GROUP BY 1, x",
];

spec('the gate before the warehouse', (it, { setup, teardown }) => {
  const folder = temporaryFolder('gate');
  let engine: Started;
  let client: WarehouseClient;
  let analyst: AnalystEngine;
  let session: ClickHouseClient;
  const ask = async (tenant: string, sql: string, params: Record<string, string> = {}, limits = LIMITS): Promise<string> => {
    const { body } = await analyst.askRaw({ id: randomUUID(), tenant, sql, params, limits }, 'JSONEachRow');
    return text(body);
  };
  /** What the analyst is shown, answer or error with all it carries. */
  const shown = (sql: string, params?: Record<string, string>): Promise<string> =>
    ask('acme', sql, params, { ...LIMITS, seconds: 2 }).catch((error: unknown) =>
      error instanceof HubError ? JSON.stringify([error.message, error.code, error.detail]) : String(error),
    );

  /** Past the gate, as the session of a tenant. */
  const within = (tenant: string, query: string): Promise<string> =>
    session.query({ query, format: 'JSONEachRow', clickhouse_settings: { log_comment: tenant, readonly: '1' } }).then((result) => result.text());

  setup(async () => {
    engine = await startClickHouse({ data: folder.path });
    await migrateWarehouse({ url: engine.url });
    client = makeWarehouseClient({ url: engine.url });
    analyst = makeAnalyst({ url: engine.url });
    session = createClient({ url: engine.url, database: 'hub', log: { level: ClickHouseLogLevel.OFF } });
    await plant(client);
  });
  teardown(async () => {
    await analyst?.close();
    await client?.close();
    await session?.close();
    await engine?.stop();
    folder.remove();
  });

  it('what analysts write every day is admitted, and shows the rows of their tenant', async () => {
    for (const sql of GOOD) await ask('acme', sql);
    assert.equal(JSON.parse(await ask('acme', 'SELECT count() AS n FROM cases')), { n: '3' });
    assert.equal(JSON.parse(await ask('birch', 'SELECT count() AS n FROM cases')), { n: '777' });
    assert.equal(JSON.parse(await ask('nobody', 'SELECT count() AS n FROM cases')), { n: '0' });
  });
  it(`none of ${ATTACKS.length} attempts to get around the gate tells anything of another tenant, in its answer or in its error`, async () => {
    assert.ok(ATTACKS.length >= 60);
    assert.match(await ask('birch', 'SELECT * FROM cases'), SECRET);
    for (const [what, sql, params] of ATTACKS) assert.not.match(await shown(sql, params), SECRET, what);
    assert.not.ok(existsSync('/tmp/leak'));
  });
  it('every view shows an analyst the rows of one tenant, and every table behind them has its policy', async () => {
    const tables = await client.query<{ name: string }>(
      "SELECT t.name AS name FROM system.tables AS t JOIN system.columns AS c ON c.database = t.database AND c.table = t.name AND c.name = 'tenant' WHERE t.database = 'hub' AND t.engine LIKE '%MergeTree'",
    );
    assert.equal(tables.map(({ name }) => name).toSorted(), [...TENANT_TABLES].toSorted());
    const policies = await client.query<{ name: string }>("SELECT table AS name FROM system.row_policies WHERE database = 'hub'");
    assert.equal(policies.map(({ name }) => name).toSorted(), [...TENANT_TABLES].toSorted());
    for (const { name } of tables) assert.equal(await within('acme', `SELECT DISTINCT tenant FROM ${name}`), '{"tenant":"acme"}\n', name);
    for (const { name } of await client.query<{ name: string }>("SELECT name FROM system.tables WHERE database = 'analytics'"))
      assert.not.match(await ask('acme', `SELECT * FROM ${name}`), SECRET, name);
  });
  it('behind the gate the session alone still shows one tenant, and cannot change that', async () => {
    const direct = (query: string) => within('acme', query);
    for (const sql of ['SELECT * FROM case_facts', "SELECT * FROM merge('hub', '.*facts')", 'SELECT * FROM cases', 'SELECT * FROM clinical'])
      assert.not.match(await direct(sql), SECRET, sql);
    assert.match(await direct("SELECT * FROM case_facts SETTINGS log_comment = 'birch'").catch(String), /readonly/);
    assert.match(await direct("INSERT INTO case_facts (tenant) VALUES ('birch')").catch(String), /readonly/i);
  });
  it('a statement ends at its limits of time, rows and size, and is cancelled when its reader goes', async () => {
    const codeOf = (work: Promise<unknown>) =>
      work.then(
        () => 'answered',
        (error: unknown) => (error instanceof HubError ? error.code : String(error)),
      );
    assert.is(await codeOf(ask('acme', 'SELECT number FROM numbers(100)', {}, { ...LIMITS, rows: 10 })), 'analytics.limit');
    const slow = 'SELECT count() FROM numbers(190000000) AS a WHERE sipHash64(sipHash64(sipHash64(sipHash64(SHA256(toString(number)))))) = 1';
    assert.is(await codeOf(ask('acme', slow, {}, { ...LIMITS, seconds: 1 })), 'analytics.limit');
    const leaving = new AbortController();
    const id = randomUUID();
    const gone = codeOf(analyst.askRaw({ id, tenant: 'acme', sql: slow, params: {}, limits: { ...LIMITS, seconds: 60 }, signal: leaving.signal }, 'CSV'));
    const running = async () =>
      (await client.query("SELECT 1 FROM system.processes WHERE query LIKE '%sipHash64(sipHash64%' AND query NOT LIKE '%processes%'")).length;
    while ((await running()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    leaving.abort();
    assert.is(await gone, 'analytics.cancelled');
    while ((await running()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  });
  it('values are bound, not written into the statement', async () => {
    const value = "o'brien \\ \t} OR 1";
    const reply = await analyst.ask(
      { id: randomUUID(), tenant: 'acme', sql: 'SELECT {name:String} AS a, {n:UInt8} + 1 AS b', params: { name: value, n: 4 }, limits: LIMITS },
      'ndjson',
    );
    const parts: Uint8Array[] = [];
    for await (const part of reply.body) parts.push(part);
    assert.equal(JSON.parse(Buffer.concat(parts).toString()), { a: value, b: 5 });
  });
});
