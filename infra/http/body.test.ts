import { request } from 'node:http';
import * as assert from 'uvu/assert';
import { z } from 'zod';
import { rightsOf } from '#domain/kernel/roles.ts';
import { route } from '#domain/kernel/route.ts';
import { makeLog } from '../log/log.ts';
import { makeMetrics } from '../metrics/metrics.ts';
import { spec } from '../testing/spec.ts';
import { makeHttp } from './server.ts';

const echo = route({
  ...{ method: 'post', path: '/api/echo', summary: 'Echo', tag: 'echo', roles: 'signed-in', maxBody: '1kb', answers: {} },
  body: z.unknown(),
  handle: async ({ body }) => ({ status: 200, body: { got: body } }),
});
const raw = route({
  ...{ method: 'post', path: '/api/raw', summary: 'Raw', tag: 'echo', roles: 'signed-in', raw: true, maxBody: '1kb', answers: {} },
  handle: async ({ body }) => ({ status: 200, body: { bytes: [...(body as Uint8Array)] } }),
});

spec('bodies', (it, { setup, teardown }) => {
  const metrics = makeMetrics();
  const http = makeHttp({
    ...{ routes: [echo, raw], metrics, log: makeLog({ level: 'silent' }), health: [], waitFor: async () => true },
    verify: async () => ({ tenant: 'acme', memberId: 'm', roles: ['nurse'], rights: rightsOf(['nurse']), session: 's' }),
  });
  let port = 0;
  setup(async () => {
    port = await http.listen(0);
  });
  teardown(async () => {
    await http.close();
    metrics.stop();
  });
  /** Sends the pieces one by one, so that what is there is chunked. */
  const send = (pieces: readonly (string | Buffer)[], headers: Record<string, string> = {}, path = '/api/echo') =>
    new Promise<{ status: number; body: unknown }>((done, fail) => {
      const asked = request(
        { port, path, method: 'POST', headers: { authorization: 'Bearer t', 'content-type': 'application/json', ...headers } },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          answer.on('end', () => done({ status: answer.statusCode!, body: JSON.parse(text) }));
        },
      );
      asked.once('error', fail);
      for (const piece of pieces) asked.write(piece);
      asked.end();
    });
  const codeOf = async (answer: Promise<{ status: number; body: unknown }>) => {
    const { status, body } = await answer;
    return [status, (body as { code?: string }).code];
  };

  it('come in pieces, cut anywhere, with a byte order mark or none', async () => {
    const bytes = Buffer.from('\uFEFF{"a":["İı"]}');
    assert.equal(await send([...bytes].map((byte) => Buffer.of(byte))), { status: 200, body: { got: { a: ['İı'] } } });
    assert.equal(await send([]), { status: 200, body: { got: {} } });
  });
  it('that are no object or array, no UTF-8, or said to be something else, are refused', async () => {
    for (const text of ['null', '1', '"a"', ' ', '{']) assert.equal(await codeOf(send([text])), [400, 'request.json'], text);
    assert.equal(await codeOf(send([Buffer.of(0x22, 0xff, 0x22)])), [400, 'request.encoding']);
    assert.equal(await codeOf(send(['{}'], { 'content-type': 'application/json; charset=iso-8859-9' })), [400, 'request.encoding']);
    assert.equal(await codeOf(send(['{}'], { 'content-encoding': 'rot13' })), [400, 'request.encoding']);
    assert.is((await send(['{}'], { 'content-type': 'Application/JSON ; charset="UTF-8"' })).status, 200);
  });
  it('that are too large are refused, told or found out, and the connection is as good as before', async () => {
    const much = Buffer.alloc(600, ' ');
    assert.equal(await codeOf(send([much, much])), [413, 'request.too-large']);
    assert.equal(await codeOf(send([much, much], { 'content-length': '1200' })), [413, 'request.too-large']);
    assert.equal(await codeOf(send([much, much], {}, '/api/raw')), [413, 'request.too-large']);
  });
  it('are handed over as they came where bytes are asked for, and not when they are encoded', async () => {
    assert.equal(await send([Buffer.of(0, 255), Buffer.of(1)], { 'content-type': 'x/y' }, '/api/raw'), { status: 200, body: { bytes: [0, 255, 1] } });
    assert.equal(await codeOf(send(['x'], { 'content-encoding': 'gzip' }, '/api/raw')), [400, 'request.encoding']);
  });
});
