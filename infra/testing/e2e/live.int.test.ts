// Live updates on a whole hub: a device and its own stream, visitors of a website and their conversations, the client that the guide shows.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { io, type Socket } from 'socket.io-client';
import { equal, is, ok } from 'uvu/assert';
import { type Hub, signedIn, startHub, temporaryFolder } from '../hub.ts';
import { spec } from '../spec.ts';
import { until } from './until.ts';

type Done = { id: string; position: string; key: string; credential: string };
type Refused = Error & { data?: { code: string } };
const PAGE = 'https://guzel-klinik.example';
const [VISITOR, OTHER] = ['v1'.repeat(12), 'v2'.repeat(12)];

spec('live updates for devices and widgets', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-live');
  const open = new Set<Socket>();
  let hub: Hub;
  let admin: Awaited<ReturnType<typeof signedIn>>;

  async function give(path: string, body: object = {}, method = 'POST'): Promise<Done> {
    const answer = await admin.call(path, { method, body: JSON.stringify(body) });
    const done = (await answer.json()) as Done;
    ok(answer.status < 300, `${path} ${answer.status} ${JSON.stringify(done)}`);
    is((await admin.json('/api/keys', undefined, { 'hub-wait-for': done.position })).status, 200);
    return done;
  }
  /** A socket, and all that it is told. */
  function dial(namespace: string, auth: object, origin?: string) {
    const socket = io(`${hub.address}${namespace}`, {
      ...{ transports: ['websocket'], forceNew: true, reconnection: false, auth },
      ...(origin && { extraHeaders: { origin } }),
    });
    open.add(socket);
    const told: [string, Record<string, unknown>][] = [];
    socket.onAny((name: string, message: Record<string, unknown>) => void told.push([name, message]));
    const named = (name: string) => told.filter(([is]) => is === name).map(([, message]) => message);
    const heard = async (name: string, count = 1) => {
      await until(`${count} ${name}, not ${JSON.stringify(told)}`, async () => named(name).length >= count || undefined);
      return named(name);
    };
    return { socket, told, named, heard };
  }
  const refusal = (namespace: string, auth: object, origin?: string) => {
    const { socket } = dial(namespace, auth, origin);
    return new Promise<string | undefined>((done) => {
      socket.once('connect_error', (error: Refused) => done(error.data?.code));
      socket.once('connect', () => done(undefined));
    });
  };
  async function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Record<string, string>> {
    const answer = await fetch(hub.address + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
    const text = await answer.text();
    ok(answer.status < 300, `${path} ${answer.status} ${text}`);
    return JSON.parse(text) as Record<string, string>;
  }
  async function registered(serial_number: string) {
    const { id, credential } = await give('/api/devices/register', { serial_number });
    return { id, token: async () => (await post('/api/auth/device', { credential }))['accessToken']! };
  }
  const say = (key: string, visitor: string, content: string) =>
    post('/api/chat/message', { content }, { authorization: `Bearer ${key}`, origin: PAGE, 'hub-customer': visitor });
  const widgetKey = async (label: string) => (await give('/api/keys', { kind: 'widget', label, scopes: ['chat'], origins: [PAGE] })) as Done;

  setup(async () => {
    hub = await startHub(folder.path);
    admin = await signedIn(hub, 'admin', 'klinik');
  });
  teardown(async () => {
    for (const socket of open) socket.disconnect();
    await hub?.stop();
    folder.remove();
  });

  it('a device is told what it is to be like, once each, also what came while it was away, and nothing of other devices', async () => {
    const [mine, other] = [await registered('ARMA-LIVE-1'), await registered('ARMA-LIVE-2')];
    const firmware = '1.0.0';
    const first = dial('/devices', { token: await mine.token(), firmware });
    await first.heard('hello');
    await give(`/api/devices/${other.id}/config`, { volume: 10 }, 'PUT');
    await give(`/api/devices/${mine.id}/config`, { volume: 40 }, 'PUT');
    const [configured] = await first.heard('config');
    equal([configured!['version'], configured!['config']], [1, { volume: 40 }]);
    first.socket.disconnect();
    for (const volume of [50, 60]) await give(`/api/devices/${mine.id}/config`, { volume }, 'PUT');

    const again = dial('/devices', { token: await mine.token(), firmware, cursor: configured!['cursor'] });
    const missed = await again.heard('config', 2);
    equal(
      missed.map(({ version }) => version),
      [2, 3],
    );
    const anew = dial('/devices', { token: await mine.token(), firmware });
    equal(
      (await anew.heard('config')).map(({ version, config }) => [version, config]),
      [[3, { volume: 60 }]],
    );
    is(again.named('config').length, 2);
  });

  it('the log is told once that a device is here, and the device is put out once it is retired', async () => {
    const { id, token } = await registered('ARMA-LIVE-3');
    const { heard } = dial('/devices', { token: await token(), firmware: '1.2.0', charging: true });
    await heard('hello');
    await until('online', async () => {
      const { body } = await admin.json<Record<string, unknown>>(`/api/devices/${id}/status`);
      return body['status'] === 'charging' && body['firmware_version'] === '1.2.0' ? true : undefined;
    });
    await give(`/api/devices/${id}/retire`, { reason: 'Çalındı' });
    await heard('signed-out');
  });

  it('a visitor hears of their own conversation only, without who acted, and what came while they were away', async () => {
    const { key } = await widgetKey('Sohbet');
    const mine = dial('/widget', { token: key, customer: VISITOR }, PAGE);
    const [{ cursor, conversation }] = (await mine.heard('hello')) as [{ cursor: string; conversation: string }];
    const theirs = dial('/widget', { token: key, customer: OTHER }, PAGE);
    await theirs.heard('hello');
    is((await say(key, VISITOR, 'Merhaba'))['id'], conversation);
    const [said] = (await mine.heard('event')) as [Record<string, string>];
    equal(Object.keys(said), ['position', 'type', 'recordedAt']);
    is(said['type'], 'MessageReceived');
    await say(key, OTHER, 'Selam');
    await theirs.heard('event');
    mine.socket.disconnect();
    await say(key, VISITOR, 'Orada mısınız?');
    const again = dial('/widget', { token: key, customer: VISITOR, cursor }, PAGE);
    const received = async () => (again.named('event').filter(({ type }) => type === 'MessageReceived').length === 2 ? true : undefined);
    await until('both messages', received);
    is(new Set(again.named('event').map(({ position }) => position)).size, again.named('event').length);
    is(mine.named('event').filter(({ type }) => type === 'MessageReceived').length, 1);
  });

  it('nobody comes in with what is for somebody else, or from another page', async () => {
    const { key } = await widgetKey('Başka');
    const device = await (await registered('ARMA-LIVE-4')).token();
    equal(
      await Promise.all([
        refusal('/widget', { token: key, customer: VISITOR }, 'https://evil.example'),
        refusal('/widget', { token: key, customer: VISITOR }),
        refusal('/widget', { token: key, customer: 'kisa' }, PAGE),
        refusal('/widget', { token: device, customer: VISITOR }, PAGE),
        refusal('/devices', { token: key, firmware: '1.0.0' }, PAGE),
        refusal('/devices', { token: admin.token, firmware: '1.0.0' }),
        refusal('/live', { token: device }),
        refusal('/live', { token: key }, PAGE),
      ]),
      [...['auth.origin', 'auth.origin', 'request.invalid'], ...['auth.scope', 'auth.origin'], 'auth.bad-key', ...['auth.token-invalid', 'auth.token-invalid']],
    );
  });

  it('a widget whose key is revoked is put out', async () => {
    const { id, key } = await widgetKey('Eski');
    const { heard } = dial('/widget', { token: key, customer: VISITOR }, PAGE);
    await heard('hello');
    await give(`/api/keys/${id}/revoke`);
    await heard('signed-out');
  });

  it('the client in the guide signs in, joins the rooms it was given and prints what happens in them', async () => {
    const { email, password, tenant } = hub.logins.find((login) => login.role === 'coordinator' && login.tenant === 'klinik')!;
    const client = spawn(process.execPath, ['infra/sockets/example.mjs', hub.address, email, password, tenant, 'inbox']);
    const lines: { hello?: { rooms: string[] }; event?: { type: string; id: string } }[] = [];
    createInterface({ input: client.stdout }).on('line', (line) => lines.push(JSON.parse(line) as (typeof lines)[0]));
    await until('hello', async () => lines[0]?.hello);
    equal(lines[0]?.hello?.rooms, ['inbox']);
    const { json } = await signedIn(hub, 'coordinator', tenant);
    const { id } = (await json<Done>('/api/conversations', { channel: 'web', identity: 'rehber-1' })).body;
    await until('the event', async () => lines.find(({ event }) => event?.id === id && event.type === 'ConversationOpened'));
    const gone = new Promise((resolve) => client.once('exit', resolve));
    client.kill();
    await gone;
  });
});
