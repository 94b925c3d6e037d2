import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import * as assert from 'uvu/assert';
import { makeWarehouseClient } from '#infra/clickhouse/client.ts';
import { type Hub, runHub, signedIn, startHub, temporaryFolder } from '#infra/testing/hub.ts';
import { spec } from '#infra/testing/spec.ts';

type Signed = Awaited<ReturnType<typeof signedIn>>;
type Answer = { data: string[][]; rows: number };
const patiently = async (found: () => Promise<boolean>): Promise<void> => {
  while (!(await found())) await sleep(100);
};

spec('analytics of a whole hub', (it, { setup, teardown }) => {
  const folder = temporaryFolder('analytics');
  let hub: Hub;
  let analyst: Signed;
  let other: Signed;
  const query = (sql: string, more: object = {}) => analyst.call('/api/analytics/query', { method: 'POST', body: JSON.stringify({ sql, ...more }) });
  const rows = async (sql: string, more: object = {}): Promise<string[][]> => ((await (await query(sql, more)).json()) as Answer).data;
  const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
  const tool = (user: string, key: string, compressed = false) =>
    createClient({
      url: hub.address,
      pathname: '/clickhouse',
      username: user,
      password: key,
      compression: { response: compressed },
      log: { level: ClickHouseLogLevel.OFF },
    });

  setup(async () => {
    hub = await startHub(folder.path);
    analyst = await signedIn(hub, 'analyst');
    other = await signedIn(hub, 'analyst', hub.logins.find((login) => login.role === 'analyst' && login.tenant !== analyst.tenant)!.tenant);
    await patiently(async () => Number((await rows('SELECT count() FROM cases'))[0]![0]) > 0);
  });
  teardown(async () => {
    await hub?.stop();
    folder.remove();
  });

  it('an analyst asks in SQL and reads JSON, lines, CSV or Parquet, of the own tenant alone', async () => {
    assert.equal(await rows('SELECT DISTINCT tenant FROM all_events'), [[analyst.tenant]]);
    const csv = await query('SELECT number AS n FROM numbers(3)', { format: 'csv' });
    assert.match(csv.headers.get('content-type')!, /^text\/csv/);
    assert.is(await csv.text(), '"n"\n0\n1\n2\n');
    assert.is(await (await query('SELECT {who:String} AS w', { format: 'ndjson', params: { who: "o'brien" } })).text(), '{"w":"o\'brien"}\n');
    const parquet = Buffer.from(await (await query('SELECT 1 AS a', { format: 'parquet' })).arrayBuffer());
    assert.is(parquet.subarray(0, 4).toString(), 'PAR1');
  });
  it('what the gate refuses, what is wrong and what is too much are told apart', async () => {
    assert.is(await codeOf(await query('SELECT * FROM hub.case_facts')), 'analytics.refused');
    assert.is(await codeOf(await query('SELECT nothing FROM cases')), 'analytics.query');
    assert.is(await codeOf(await query('SELECT number FROM numbers(100)', { limits: { rows: 5 } })), 'analytics.limit');
    assert.is((await query('SELECT 1', { format: 'xml' })).status, 400);
    assert.is((await (await signedIn(hub, 'doctor')).call('/api/analytics/query', { method: 'POST', body: '{"sql":"SELECT 1"}' })).status, 403);
  });
  it('a running query is cancelled by whoever asked, and by nobody else', async () => {
    const queryId = randomUUID();
    const slow = query('SELECT count() FROM numbers(190000000) WHERE sipHash64(sipHash64(SHA256(toString(number)))) = 1', {
      queryId,
      limits: { seconds: 120 },
    });
    const cancel = (who: Signed) => who.call(`/api/analytics/running/${queryId}`, { method: 'DELETE' }).then((answer) => answer.status);
    await patiently(async () => (await cancel(other)) === 404 && (await cancel(analyst)) === 204);
    assert.is(await codeOf(await slow), 'analytics.cancelled');
  });
  it('the dictionary names every view and column in two languages', async () => {
    const { views } = (
      await analyst.json<{ views: { name: string; about: { tr: string }; columns: { name: string; type: string; about: { tr: string } }[] }[] }>(
        '/api/analytics/dictionary',
      )
    ).body;
    assert.ok(views.length >= 20);
    assert.ok(views.every(({ about, columns }) => about.tr && columns.length > 1 && columns.every((c) => c.type && c.about.tr)));
  });
  it('whether the warehouse agrees with the log is kept when it was compared, and shown; inspecting finds nothing to repair', async () => {
    const run = (...args: string[]) => runHub(['warehouse', ...args], { HUB_DATA: hub.data });
    assert.equal(JSON.parse((await run('reconcile', '--json')).out).differences, []);
    const { body } = await analyst.json<{ at: string; differences: unknown[] }>('/api/analytics/check');
    assert.ok(body.at);
    assert.equal(body.differences, []);
    const inspected = await run('inspect', '--json');
    assert.equal([inspected.code, JSON.parse(inspected.out).places], [0, {}]);
    assert.match((await run('migrate')).out, /as today’s hub expects it/);
    assert.match((await run('access', 'acme')).out, /CREATE ROW POLICY OR REPLACE hub_tenant ON hub\.events/);
  });
  it('drift is told with its remedy on the operator’s page, and gone once it is repaired', async () => {
    const operator = await signedIn(hub, 'operator');
    type Operation = { findings: { code: string; remedy: string }[]; warehouse: { at: string; differences: { tenant: string; type: string }[] } };
    const drift = async () => {
      await runHub(['warehouse', 'reconcile'], { HUB_DATA: hub.data });
      const { findings, warehouse } = (await operator.json<Operation>('/api/operation/views')).body;
      return { finding: findings.find(({ code }) => code === 'warehouse-drift'), of: new Set(warehouse.differences.map(({ tenant }) => tenant)) };
    };
    const house = makeWarehouseClient({ url: readFileSync(`${hub.data}/clickhouse/address`, 'utf8').trim() });
    await house.command(`ALTER TABLE events DELETE WHERE tenant = '${analyst.tenant}' AND type = 'CaseOpened' SETTINGS mutations_sync = 1`);
    await house.close();
    const found = await drift();
    assert.match(found.finding!.remedy, /hub warehouse repair/);
    assert.equal([...found.of], [analyst.tenant]);
    const { body } = await analyst.json<{ differences: { type: string }[] }>('/api/analytics/check');
    assert.ok(body.differences.every(({ type }) => type === 'CaseOpened') && body.differences.length > 0);
    assert.is((await runHub(['warehouse', 'repair'], { HUB_DATA: hub.data })).code, 1);
    assert.is((await drift()).finding, undefined);
  });
  it('a query is saved in versions, run with values, shown on a dashboard and deleted', async () => {
    const question = { name: 'Stages', sql: 'SELECT {least:UInt64} AS least', parameters: [{ name: 'least', type: 'UInt64', default: '3' }] };
    const { id, position } = (await analyst.json<{ id: string; position: string }>('/api/analytics/queries', question)).body;
    const saved = await analyst.json<{ position: string }>(`/api/analytics/queries/${id}/save`, { ...question, sql: 'SELECT {least:UInt64} + 1 AS more' });
    const wait = { 'hub-wait-for': saved.body.position };
    const run = async (body: object) => (await analyst.json<Answer>(`/api/analytics/queries/${id}/run`, body, wait)).body.data[0]![0];
    assert.equal([await run({}), await run({ values: { least: 9 } }), await run({ version: 1 })], ['4', '10', '3']);
    const dashboard = await analyst.json<{ position: string }>('/api/analytics/dashboards', { name: 'Monday', tiles: [{ queryId: id, width: 2 }] });
    const { items } = (await analyst.json<{ items: { name: string }[] }>('/api/analytics/dashboards', undefined, { 'hub-wait-for': dashboard.body.position }))
      .body;
    assert.equal(
      items.map(({ name }) => name),
      ['Monday'],
    );
    assert.equal((await other.json<{ items: unknown[] }>('/api/analytics/queries')).body.items, []);
    const gone = await analyst.json<{ position: string }>(`/api/analytics/queries/${id}/delete`, {});
    assert.equal((await analyst.json<{ items: unknown[] }>('/api/analytics/queries', undefined, { 'hub-wait-for': gone.body.position })).body.items, []);
    assert.ok(BigInt(position) > 0n);
  });
  it('a tool signs in with a key, asks over ClickHouse’s interface, meets the same gate, and is out once the key is revoked', async () => {
    const issued = (await analyst.json<{ id: string; user: string; key: string; position: string }>('/api/analytics/keys', { label: 'Grafana' })).body;
    await analyst.json('/api/analytics/keys', undefined, { 'hub-wait-for': issued.position });
    for (const compressed of [false, true]) {
      const client = tool(issued.user, issued.key, compressed);
      assert.is((await client.ping()).success, true);
      const found = await client.query({
        query: 'SELECT DISTINCT tenant FROM all_events WHERE 1 = {one:UInt8}',
        query_params: { one: 1 },
        format: 'JSONEachRow',
      });
      assert.equal(await found.json(), [{ tenant: analyst.tenant }]);
      const refused = await client.query({ query: 'SELECT * FROM hub.events' }).catch((error: unknown) => error);
      assert.is(refused instanceof ClickHouseError && refused.code, '497');
      await client.close();
    }
    const basic = { authorization: `Basic ${Buffer.from(`${issued.user}:${issued.key}`).toString('base64')}` };
    const get = (sql: string, headers: Record<string, string> = basic, more = '') =>
      fetch(`${hub.address}/clickhouse/?query=${encodeURIComponent(sql)}${more}`, { headers });
    assert.is(await (await get('SELECT 1 AS a', basic, '&default_format=JSONEachRow&database=default&session_id=x')).text(), '{"a":1}\n');
    assert.match(await (await get('SHOW TABLES')).text(), /^agent_decisions\n/);
    assert.match(await (await get('DESCRIBE TABLE cases')).text(), /^tenant\t/);
    for (const beginning of [
      'SELECT displayName(), version(), revision(), timezone()', // Go, Grafana
      'SELECT name, value, readonly as readonly FROM system.settings LIMIT 10000', // Python, Superset
      'select name, comment from system.databases', // JDBC: Metabase, DBeaver
      "SELECT name, type FROM system.columns WHERE database = 'analytics' AND table = 'cases'",
      'SELECT timezone(), version() FORMAT RowBinaryWithNamesAndTypes',
    ])
      assert.is((await get(beginning)).status, 200, beginning);
    assert.is((await get('SELECT 1', basic, '&compress=1')).status, 400);
    const own = { 'x-clickhouse-user': issued.user, 'x-clickhouse-key': issued.key };
    assert.is(await (await fetch(`${hub.address}/clickhouse/`, { method: 'POST', body: 'SELECT 1 FORMAT CSV', headers: own })).text(), '1\n');
    assert.is((await get('SELECT 1', { ...own, 'x-clickhouse-key': 'wrong' })).status, 401);
    assert.is((await get('SELECT 1', {})).status, 401);
    assert.is((await other.json(`/api/analytics/keys/${issued.id}/revoke`, {})).status, 404);
    const revoked = (await analyst.json<{ position: string }>(`/api/analytics/keys/${issued.id}/revoke`, {})).body;
    await analyst.json('/api/analytics/keys', undefined, { 'hub-wait-for': revoked.position });
    assert.is((await get('SELECT 1', own)).status, 401);
  });
});
