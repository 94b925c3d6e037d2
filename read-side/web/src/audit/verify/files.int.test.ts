// A server of a log's files that means ill.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { makeFetchFile } from './files.ts';

const endless = (answer: ServerResponse) => {
  const more = () => {
    while (!answer.destroyed && answer.write(Buffer.alloc(64 * 1024)));
  };
  answer.on('drain', more);
  more();
};

spec('the files of a log', (it, { teardown }) => {
  const servers: Server[] = [];
  async function serve(answer: (response: ServerResponse) => void): Promise<string> {
    const server = createServer((_, response) => answer(response));
    servers.push(server);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/ledger/a`;
  }
  const fault = (address: string, timeoutMs?: number) =>
    makeFetchFile(
      address,
      timeoutMs,
    )('tile/0/000').then(
      () => 'came',
      (error: Error) => error.message.slice(address.length),
    );
  teardown(() => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  });

  it('come as they are', async () => {
    const address = await serve((response) => response.end(Buffer.alloc(8192, 3)));
    assert.equal(await makeFetchFile(address)('tile/0/000'), new Uint8Array(8192).fill(3));
  });
  it('are refused when they never end, are far too large, come from elsewhere or do not come', async () => {
    assert.is(await fault(await serve(endless)), '/tile/0/000: more than a file of a log may hold');
    assert.is(await fault(await serve((response) => response.end(Buffer.alloc(200_000)))), '/tile/0/000: more than a file of a log may hold');
    assert.is(await fault(await serve((response) => response.writeHead(500).end())), '/tile/0/000: answered 500');
    let asked = 0;
    const elsewhere = await serve((response) => {
      asked++;
      response.end('x');
    });
    for (const location of [elsewhere, 'file:///etc/passwd']) assert.not.ok((await fault(await serve((r) => r.writeHead(302, { location }).end()))) === 'came');
    assert.is(asked, 0);
    const slow = [await serve(() => undefined), await serve((response) => response.writeHead(200, { 'content-length': String(2 ** 30) }).write('x'))];
    for (const address of slow) assert.match(await fault(address, 200), /aborted|timeout/i);
  });
});
