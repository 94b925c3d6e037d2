import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { type LiveWorld, dial, once, startLiveWorld, until } from '../testing/live-world.ts';
import { spec } from '../testing/spec.ts';

spec('bounds of live sockets', (it, { setup, teardown }) => {
  let world: LiveWorld;
  setup(async () => {
    world = await startLiveWorld();
  });
  teardown(() => world.stop());

  it('keeps a bounded number of bytes for a client that does not take its events, cuts it in the end, and it resumes from its cursor', async () => {
    const { live, url, close } = await world.serve({ buffered: 64 * 1024, patienceMs: 300 });
    const { socket, events, cursor } = await world.hearing('acme.nurse', {}, url);
    const stream = (socket.io.engine.transport as unknown as { ws: { _socket: { pause(): void } } }).ws._socket;
    stream.pause();
    world.dropped.length = 0;
    let most = 0;
    const looking = setInterval(() => {
      most = Math.max(most, live.waiting());
    }, 1);
    for (const end = Date.now() + 30_000; world.dropped.length === 0 && Date.now() < end; ) await world.append(2_000, { weight: 1_000 });
    clearInterval(looking);
    assert.equal([world.dropped[0], live.waiting()], ['slow', 0]);
    assert.ok(most > 0 && most < 64 * 1024 + 500 * 1_400, `${most} bytes waited`); // what may wait, and one page of the feed
    socket.disconnect();
    const again = await world.hearing('acme.nurse', { cursor: events.at(-1)?.position ?? cursor });
    assert.ok(again.socket.connected);
    again.socket.disconnect();
    await close();
  });

  it('tells a client that was slow for too long to fetch everything anew, and goes on from there', async () => {
    const { live, url, close } = await world.serve({ buffered: 16 * 1024, missed: 5_000 });
    const { socket, events } = await world.hearing('acme.nurse', {}, url);
    const stream = (socket.io.engine.transport as unknown as { ws: { _socket: { pause(): void; resume(): void } } }).ws._socket;
    stream.pause();
    for (const end = Date.now() + 30_000; live.waiting() < 16 * 1024 && Date.now() < end; ) await world.append(2_000, { weight: 1_000 });
    await world.append(10_000);
    const resyncs: number[] = [];
    socket.on('resync', ({ cursor }: { cursor: string }) => void resyncs.push(Number(cursor)));
    stream.resume();
    await until(() => resyncs.length > 0);
    for (const end = Date.now() + 20_000; events.at(-1)?.position !== String(world.position()) && Date.now() < end; await sleep(100)) await world.append(1);
    const after = events.map((e) => Number(e.position)).filter((at) => at > resyncs.at(-1)!);
    assert.ok(after.length > 0);
    assert.equal(
      after,
      after.map((_, i) => resyncs.at(-1)! + 1 + i),
    );
    socket.disconnect();
    await close();
  });

  it('bounds connections, in all and for one tenant', async () => {
    const { url, close } = await world.serve({ connectionsPerTenant: 1, connections: 3 });
    const first = await world.hearing('acme.nurse', {}, url);
    const second = dial(url, 'acme.nurse');
    assert.is((await once<Error & { data?: { code: string } }>(second, 'connect_error')).data?.code, 'live.full');
    const others = await Promise.all([world.hearing('other.nurse', {}, url)]);
    const more = Array.from({ length: 3 }, () => dial(url, 'third.nurse'));
    await Promise.race(more.map((socket) => once(socket, 'connect_error')));
    for (const socket of [first.socket, second, ...others.map((o) => o.socket), ...more]) socket.disconnect();
    await close();
  });

  it('ends a flood', async () => {
    const { socket } = await world.hearing('acme.nurse');
    for (let i = 0; i < 200; i += 1) socket.emit('join', { room: 'x' });
    await once(socket, 'disconnect');
  });
});
