import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as assert from 'uvu/assert';
import { temporaryFolder } from '../../testing/hub.ts';
import { spec } from '../../testing/spec.ts';
import { makeClient } from './client.ts';
import { filesAt } from './files.ts';
import { importFiles } from './import.ts';
import { readOptions, UsageError } from './options.ts';
import { isClean, sumText } from './sum.ts';

const report = { created: 2, updated: 0, unchanged: 1, skipped: { Claim: 3 }, rejected: [], position: '9' };
type Reply = { status: number; body: object; headers?: Record<string, string> };

/** A hub that answers as told, in turn; the last answer stays. */
async function stubHub(...replies: Reply[]) {
  const seen: { path: string; token?: string; body: Buffer }[] = [];
  const server: Server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const login = req.url === '/api/auth/login';
    const uploads = seen.filter((s) => s.path !== '/api/auth/login').length;
    seen.push({ path: req.url!, token: req.headers.authorization, body: Buffer.concat(chunks) });
    const { status, body, headers }: Reply = login
      ? { status: 200, body: { accessToken: `t${seen.length}` } }
      : replies[Math.min(uploads, replies.length - 1)]!;
    res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, seen, close: () => server.close() };
}
const who = { email: 'a@b.c', password: 'p' };
const usage = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof UsageError ? error.message : String(error);
  }
  return 'fine';
};

spec('hub import', (it, { setup, teardown }) => {
  const folder = temporaryFolder('import');
  const file = join(folder.path, 'a.json');
  setup(() => {
    mkdirSync(join(folder.path, 'deep'));
    writeFileSync(file, '{"resourceType":"Bundle"}');
    writeFileSync(join(folder.path, 'deep', 'b.JSON.gz'), gzipSync('{"resourceType":"Bundle"}'));
    writeFileSync(join(folder.path, 'README.md'), 'no');
  });
  teardown(() => folder.remove());

  it('a folder stands for the .json and .json.gz files in it, at any depth, each once', () => {
    assert.equal(filesAt([folder.path, file]), [file, join(folder.path, 'deep', 'b.JSON.gz')]);
    assert.match(
      usage(() => filesAt([join(folder.path, 'none')])),
      'there is no file or folder',
    );
  });

  it('what does not fit together is told before anything is sent', () => {
    const env = { HUB_DATA: folder.path };
    assert.match(
      usage(() => readOptions([], env)),
      'at least one file',
    );
    assert.match(
      usage(() => readOptions(['x', '--nope'], env)),
      '--help',
    );
    assert.match(
      usage(() => readOptions(['x', '--email', 'a@b.c'], env)),
      'belong together',
    );
    assert.match(
      usage(() => readOptions(['x', '--concurrency', '0'], env)),
      '1 to 16',
    );
    assert.match(
      usage(() => readOptions(['x'], env)),
      'no demo login',
    );
  });

  it('the demo coordinator of the hub on this machine signs in when nobody is named', () => {
    const logins = ['clinic', 'agency'].map((tenant) => ({ email: `c@${tenant}`, password: 'p', tenant, role: 'coordinator' }));
    writeFileSync(join(folder.path, 'demo.json'), JSON.stringify({ logins }));
    const env = { HUB_DATA: folder.path, HUB_PORT: '4000' };
    const { url, who: demo } = readOptions(['x', '--tenant', 'agency'], env);
    assert.equal([url, demo], ['http://127.0.0.1:4000', { email: 'c@agency', password: 'p', tenant: 'agency' }]);
  });

  it('files go compressed, and the answers add up', async () => {
    const hub = await stubHub({ status: 200, body: report });
    const sum = await importFiles(await makeClient(hub.url, who), filesAt([folder.path]), 2, () => {});
    hub.close();
    const sent = hub.seen.filter((s) => s.path.startsWith('/fhir'));
    assert.ok(sent.every((s) => gunzipSync(s.body).toString().startsWith('{')));
    assert.equal({ ...sum }, { ...report, files: 3, created: 6, unchanged: 3, skipped: { Claim: 9 }, failed: [] });
    assert.match(sumText(sum, 2), 'created 6');
  });

  it('a busy hub is asked again, an expired token renewed', async () => {
    const busy = { status: 503, body: {}, headers: { 'retry-after': '0.01' } };
    const hub = await stubHub(busy, { status: 429, body: {}, headers: { 'retry-after': '0.01' } }, { status: 401, body: {} }, { status: 200, body: report });
    const sum = await importFiles(await makeClient(hub.url, who), [file], 1, () => {});
    hub.close();
    assert.ok(isClean(sum));
    assert.equal(
      hub.seen.map((s) => s.path),
      ['/api/auth/login', ...Array(3).fill('/fhir?report=true'), '/api/auth/login', '/fhir?report=true'],
    );
    assert.equal([hub.seen[1]?.token, hub.seen[5]?.token], ['Bearer t1', 'Bearer t5']);
  });

  it('a rejected resource and a refused file are both told, with the file', async () => {
    const fault = { expression: 'Bundle.entry[0].resource.code', code: 'fhir.required', diagnostics: 'Bundle.entry[0].resource.code is required.' };
    const hub = await stubHub(
      { status: 422, body: { ...report, rejected: [fault] } },
      { status: 400, body: { code: 'request.json', detail: 'The body is not JSON.' } },
    );
    const sum = await importFiles(await makeClient(hub.url, who), [file, file], 1, () => {});
    hub.close();
    assert.equal([sum.rejected, sum.failed], [[{ file, ...fault }], [{ file, why: 'The body is not JSON. (request.json)' }]]);
    assert.not(isClean(sum));
    assert.match(sumText(sum, 1), 'fhir.required');
  });

  it('without a hub the one line says how to get one', async () => {
    const said = await makeClient('http://127.0.0.1:9', who).then(
      () => 'it answered',
      (error: Error) => error.message,
    );
    assert.match(said, 'npm start');
  });
});
