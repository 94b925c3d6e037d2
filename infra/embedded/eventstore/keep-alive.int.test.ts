import { connect, type ClientHttp2Session } from 'node:http2';
import { startProxy } from '../../testing/faults/proxy.ts';
import { until } from '../../testing/faults/processes.ts';
import { spec } from '../../testing/spec.ts';
import { listen } from './listen.ts';

spec('connections of the event store that are half open', (it) => {
  it('are ended once a ping has no answer, and those that answer stay', async () => {
    let calls = 0;
    const onCall: Parameters<typeof listen>[0]['onCall'] = (stream) => {
      calls += 1;
      stream.on('error', () => {}).once('close', () => (calls -= 1));
    };
    const listener = await listen({ host: '127.0.0.1', port: 0, keepAliveMs: 100, onCall, onRequest: async () => ({ status: 200, headers: {}, body: '' }) });
    const proxy = await startProxy(listener.port);
    const sessions: ClientHttp2Session[] = [proxy.port, listener.port].map((port) => connect(`http://127.0.0.1:${port}`).on('error', () => {}));
    for (const session of sessions) session.request({ ':method': 'POST', ':path': '/a/b', 'content-type': 'application/grpc' }).on('error', () => {});
    await until('both calls are there', () => calls === 2, 20_000, 20);
    proxy.silence();
    await until('the silent one is gone', () => calls === 1, 20_000, 20);
    for (const session of sessions) session.destroy();
    await until('the other one stayed until it ended', () => calls === 0, 20_000, 20);
    await proxy.close();
    await listener.close();
  });
});
