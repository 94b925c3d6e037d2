import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, createClient as makeClient } from '@clickhouse/client';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { type Started, startClickHouse } from './start.ts';

const createClient = (options: Parameters<typeof makeClient>[0]) => makeClient({ ...options, log: { level: ClickHouseLogLevel.OFF } });
const rowsOf = async <T>(client: ClickHouseClient, query: string, query_params?: Record<string, unknown>): Promise<T[]> =>
  (await client.query({ query, query_params, format: 'JSONEachRow' })).json<T>();
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof ClickHouseError ? error.code : `not a ClickHouseError: ${String(error)}`),
  );

spec('embedded clickhouse, asked by the official client', (it, { setup, teardown }) => {
  let data: string;
  let engine: Started;
  let client: ClickHouseClient;
  const post = (query: string, init: RequestInit = {}) => fetch(engine.url, { method: 'POST', body: query, ...init });

  setup(async () => {
    data = await mkdtemp(join(tmpdir(), 'ch-'));
    engine = await startClickHouse({ data });
    client = createClient({ url: engine.url });
    await client.command({ query: 'CREATE TABLE t (a UInt64, b String) ENGINE = MergeTree ORDER BY a' });
  });
  teardown(async () => {
    await client.close();
    await engine.stop();
    await rm(data, { recursive: true });
  });

  it('it answers a ping', async () => assert.is((await client.ping()).success, true));
  it('rows that were inserted are read back, and the summary counts them', async () => {
    const done = await client.insert({
      table: 't',
      values: [
        { a: '1', b: 'x' },
        { a: '2', b: "it's; -- a \\ test" },
      ],
      format: 'JSONEachRow',
    });
    assert.is(done.summary?.written_rows, '2');
    assert.equal(await rowsOf(client, 'SELECT b FROM t WHERE a = 2'), [{ b: "it's; -- a \\ test" }]);
  });
  it('values inside the statement, chosen columns and csv are inserted too', async () => {
    await client.command({ query: "INSERT INTO t (a, b) VALUES (3, 'y;')" });
    await client.insert({ table: 't', columns: ['a'], values: [{ a: 4 }], format: 'JSONEachRow' });
    await client.insert({ table: 't', values: Readable.from(['5,z\n6,w\n'], { objectMode: false }), format: 'CSV' });
    assert.equal(await rowsOf(client, 'SELECT count() AS n FROM t WHERE a IN (3, 4, 5, 6)'), [{ n: 4 }]);
  });
  it('a long insert and a long result are streamed', async () => {
    await client.command({ query: 'CREATE TABLE long (a UInt64, b String) ENGINE = MergeTree ORDER BY a' });
    const rows = Readable.from(
      (function* () {
        for (let a = 0; a < 200_000; a += 1) yield { a, b: 'x'.repeat(60) };
      })(),
    );
    await client.insert({ table: 'long', values: rows, format: 'JSONEachRow' });
    let n = 0;
    const result = await client.query({ query: 'SELECT * FROM long', format: 'JSONEachRow' });
    for await (const part of result.stream()) n += part.length;
    assert.is(n, 200_000);
  });
  it('documents with head and foot are whole however long they are', async () => {
    const result = await client.query({ query: 'SELECT number FROM numbers(200000)', format: 'JSON' });
    assert.is((await result.json()).rows, 200_000);
    const csv = await (await client.query({ query: 'SELECT number FROM numbers(200000)', format: 'CSVWithNames' })).text();
    assert.is(csv.trim().split('\n').length, 200_001);
  });
  it('gzip works both ways', async () => {
    const zipped = createClient({ url: engine.url, compression: { request: true, response: true } });
    await zipped.insert({ table: 't', values: [{ a: 7, b: 'gz' }], format: 'JSONEachRow' });
    assert.equal(await rowsOf(zipped, "SELECT a FROM t WHERE b = 'gz'"), [{ a: 7 }]);
    await zipped.close();
  });
  it('parameters are bound, whatever they hold, and never reach another request', async () => {
    const ask = (s: string) => rowsOf<{ s: string; n: number }>(client, 'SELECT {s:String} AS s, length({list:Array(String)}) AS n', { s, list: [s, "a'b"] });
    const asked = ["o'brien; drop table t", 'a\\b\n\tc', ...Array.from({ length: 60 }, (_, i) => `value ${i}`)];
    const answers = await Promise.all(asked.map(ask));
    assert.equal(
      answers.map(([row]) => row),
      asked.map((s) => ({ s, n: 2 })),
    );
    assert.is(await codeOf(Promise.all(Array.from({ length: 8 }, () => rowsOf(client, 'SELECT {s:String}')))), '456');
  });
  it('settings of one request are gone in the next', async () => {
    const limit = "SELECT getSetting('max_block_size') AS v, getSetting('readonly') AS r, getSetting('max_execution_time') AS t";
    const set = await (
      await client.query({ query: limit, format: 'JSONEachRow', clickhouse_settings: { max_block_size: '7', readonly: '2', max_execution_time: 9 } })
    ).json();
    assert.equal(set, [{ v: 7, r: 2, t: 9 }]);
    for (const after of await Promise.all(Array.from({ length: 12 }, () => rowsOf(client, limit)))) assert.equal(after, [{ v: 65409, r: 0, t: 60 }]);
  });
  it('the database of a request is used for it alone', async () => {
    await client.command({ query: 'CREATE DATABASE other' });
    const other = createClient({ url: engine.url, database: 'other' });
    assert.equal(await rowsOf(other, 'SELECT currentDatabase() AS d'), [{ d: 'other' }]);
    assert.equal(await rowsOf(client, 'SELECT currentDatabase() AS d'), [{ d: 'default' }]);
    await other.close();
  });
  it('mistakes carry the code and the class a server would give', async () => {
    assert.is(await codeOf(rowsOf(client, 'SELECT * FROM nowhere')), '60');
    assert.is(await codeOf(rowsOf(client, 'SELEC 1')), '62');
    assert.is(await codeOf(client.insert({ table: 't', values: [{ a: 'x' }], format: 'JSONEachRow' })), '27');
    const slow = client.query({ query: 'SELECT count() FROM numbers(1e12) WHERE sipHash64(number) = 1', clickhouse_settings: { max_execution_time: 1 } });
    assert.is(await codeOf(slow), '159');
  });
  it('an error after the first bytes reaches the reader as that error, also through gzip', async () => {
    const zipped = createClient({ url: engine.url, compression: { response: true } });
    for (const asking of [client, zipped]) {
      const result = await asking.query({ query: 'SELECT throwIf(number = 700000) FROM numbers(1000000)', format: 'JSONEachRow' });
      assert.is(await codeOf(result.json()), '395');
    }
    await zipped.close();
  });
  it('a request holds one statement', async () => {
    for (const query of ['SELECT 1; DROP TABLE t', "INSERT INTO t VALUES (9, 'a'); DROP TABLE t", 'DROP TABLE nowhere; SELECT 1'])
      assert.is((await post(query)).headers.get('x-clickhouse-exception-code'), '62', query);
    assert.is(await (await post("SELECT ';' AS a /* ; */ -- ;\n;")).text(), ';\n');
    assert.is(await (await post('EXISTS TABLE t')).text(), '1\n');
  });
  it('nothing reaches outside the data folder', async () => {
    const outside = [
      "SELECT file('/etc/passwd')",
      "SELECT `file`('/etc/passwd')",
      "SELECT /* */ FiLe /* */ ('/etc/passwd')",
      "SELECT * FROM file('/etc/passwd', LineAsString)",
      "SELECT * FROM url('http://127.0.0.1:1/', LineAsString)",
      "SELECT * FROM remote('127.0.0.1', system.one)",
      "SELECT * FROM executable('ls', TSV, 'a String')",
      "SELECT * FROM mysql('127.0.0.1:1', 'd', 't', 'u', 'p')",
      "SELECT 1 INTO OUTFILE '/tmp/outside'",
      "INSERT INTO t FROM INFILE '/etc/passwd' FORMAT CSV",
      'CREATE TABLE f (a String) ENGINE = File(CSV)',
      "BACKUP TABLE t TO File('/tmp/outside')",
      'CREATE USER u',
      'SYSTEM SHUTDOWN',
    ];
    for (const query of outside) {
      const answer = await post(query);
      assert.is(answer.headers.get('x-clickhouse-exception-code'), '497', query);
      await answer.text();
    }
  });
  it('a get request changes nothing, and a browser is refused', async () => {
    assert.is((await fetch(`${engine.url}/?query=${encodeURIComponent('DROP TABLE t')}`)).headers.get('x-clickhouse-exception-code'), '164');
    assert.is((await post('SELECT 1', { headers: { origin: 'http://somewhere.example' } })).status, 403);
  });
  it('the same deduplication token inserts once', async () => {
    await client.command({ query: 'CREATE TABLE d (a UInt64) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 100' });
    for (let i = 0; i < 3; i += 1)
      await client.insert({ table: 'd', values: [{ a: 1 }], format: 'JSONEachRow', clickhouse_settings: { insert_deduplication_token: 'one' } });
    assert.equal(await rowsOf(client, 'SELECT count() AS n FROM d'), [{ n: 1 }]);
  });
  it('a second process on the same folder is refused with what to do', async () => {
    const second = await startClickHouse({ data }).catch((error: Error) => error.message);
    assert.match(typeof second === 'string' ? second : 'started', /another process uses this data folder/);
  });
});
