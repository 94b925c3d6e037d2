// TLS and accounts, as the official clients use them.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { EventStoreDBClient, persistentSubscriptionToStreamSettingsFromDefaults as settings } from './testing/client.ts';
import * as assert from 'uvu/assert';
import { spec } from '../../testing/spec.ts';
import { type Started, startEventStore } from './start.ts';
import { all, anEvent, aStream, failure, temporaryFolder, until, collect } from './testing/harness.ts';

const USERS = '# accounts\nadmin:changed-it\nops:operate\nalice:wonder\nbob:builder:crew\n';

/** A certificate for this machine by an authority of its own, since some clients take no certificate that signs itself. */
function certificate(folder: string): { cert: string; key: string; ca: string } {
  const [ca, caKey, cert, key] = ['ca.pem', 'ca-key.pem', 'cert.pem', 'key.pem'].map((name) => join(folder, name)) as [string, string, string, string];
  const issue = (...more: string[]) =>
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', ...more], {
      stdio: 'ignore',
    });
  issue('-subj', '/CN=test authority', '-keyout', caKey, '-out', ca);
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost', '-addext', 'basicConstraints=critical,CA:FALSE'];
  issue('-subj', '/CN=event store', ...names, '-CA', ca, '-CAkey', caKey, '-keyout', key, '-out', cert);
  return { cert, key, ca };
}
function hasOpenssl(): boolean {
  try {
    return execFileSync('openssl', ['version']).length > 0;
  } catch {
    return false;
  }
}
const unless = hasOpenssl() ? undefined : 'openssl makes the certificate';

spec('TLS and accounts', (it, { setup, teardown }) => {
  const folder = temporaryFolder();
  let server: Started;
  let ca: string;
  const clients: EventStoreDBClient[] = [];
  const as = (account: string, scheme = 'esdb'): EventStoreDBClient => {
    const client = EventStoreDBClient.connectionString(`${scheme}://${account ? `${account}@` : ''}127.0.0.1:${server.port}?tls=true&tlsCAFile=${ca}`);
    clients.push(client);
    return client;
  };
  setup(async () => {
    if (unless) return;
    const { cert, key, ca: authority } = certificate(folder.path);
    ca = authority;
    const users = join(folder.path, 'users');
    writeFileSync(users, USERS);
    server = await startEventStore({ options: ['--tls-cert', cert, '--tls-key', key, '--auth', '--users', users] });
  });
  teardown(async () => {
    if (unless) return;
    for (const client of clients) await client.dispose();
    await server.stop();
    folder.remove();
  });
  const kind = async (action: Promise<unknown>) => (await failure(action))['type'];
  const http = (path: string, account?: string) =>
    new Promise<{ status: number; challenge: string | undefined }>((resolve, reject) => {
      const options = { port: server.port, host: '127.0.0.1', path, ca: readFileSync(ca), ...(account ? { auth: account } : {}) };
      request(options, (r) => (r.resume(), resolve({ status: r.statusCode!, challenge: r.headers['www-authenticate'] })))
        .on('error', reject)
        .end();
    });

  it(
    'an account with the right password reads and writes; a wrong password and no account are refused',
    async () => {
      const stream = aStream();
      const alice = as('alice:wonder');
      await alice.appendToStream(stream, anEvent());
      assert.is((await all(alice.readStream(stream))).length, 1);
      assert.is(await kind(as('alice:wrong').appendToStream(stream, anEvent())), 'access-denied');
      assert.is(await kind(all(as('mallory:wonder').readStream(stream))), 'access-denied');
      assert.is(await kind(all(as('').readStream(stream))), 'access-denied');
      assert.is(await kind(as('').appendToStream(stream, anEvent())), 'access-denied');
    },
    { unless },
  );
  it(
    '$all and system streams are for administrators when accounts are on',
    async () => {
      const stream = aStream();
      const [alice, admin] = [as('alice:wonder'), as('admin:changed-it')];
      await alice.appendToStream(stream, anEvent());
      assert.ok((await all(admin.readAll())).length > 0);
      assert.is(await kind(all(alice.readAll())), 'access-denied');
      assert.is(await kind(all(alice.readStream('$persistentSubscriptionConfig'))), 'access-denied');
      assert.is(await kind(alice.appendToStream('$mine', anEvent())), 'access-denied');
      const refused = collect(alice.subscribeToAll());
      await until(() => refused.errors.length === 1);
    },
    { unless },
  );
  it(
    "a stream's own access list is honoured for reading, writing, deleting and its metadata",
    async () => {
      const stream = aStream();
      const [alice, bob, admin] = [as('alice:wonder'), as('bob:builder'), as('admin:changed-it')];
      await alice.appendToStream(stream, anEvent());
      await alice.setStreamMetadata(stream, { acl: { readRoles: ['crew'], writeRoles: ['alice'], deleteRoles: ['$admins'], metaWriteRoles: ['$admins'] } });
      assert.is((await all(bob.readStream(stream))).length, 1);
      assert.is(await kind(all(alice.readStream(stream))), 'access-denied');
      assert.is(await kind(bob.appendToStream(stream, anEvent())), 'access-denied');
      await alice.appendToStream(stream, anEvent());
      assert.is(await kind(alice.deleteStream(stream)), 'access-denied');
      assert.is(await kind(alice.setStreamMetadata(stream, {})), 'access-denied');
      assert.equal((await bob.getStreamMetadata(stream)).metadata!.acl!.readRoles, ['crew']);
      await admin.deleteStream(stream);
    },
    { unless },
  );
  it(
    'only administrators and operators manage persistent subscriptions; whoever reads the stream consumes',
    async () => {
      const stream = aStream();
      const [alice, ops] = [as('alice:wonder'), as('ops:operate')];
      await alice.appendToStream(stream, anEvent());
      assert.is(await kind(alice.createPersistentSubscriptionToStream(stream, 'g', settings({ startFrom: 'start' }))), 'access-denied');
      await ops.createPersistentSubscriptionToStream(stream, 'g', settings({ startFrom: 'start' }));
      const subscription = alice.subscribeToPersistentSubscriptionToStream(stream, 'g');
      const { seen } = collect(subscription);
      await until(() => seen.length === 1);
      const { connections } = await alice.getPersistentSubscriptionToStreamInfo(stream, 'g');
      assert.is(connections[0]!.username, 'alice');
      await subscription.unsubscribe();
      assert.is(await kind(alice.deletePersistentSubscriptionToStream(stream, 'g')), 'access-denied');
      await ops.deletePersistentSubscriptionToStream(stream, 'g');
    },
    { unless },
  );
  it(
    'discovery over TLS leads to the address that was asked, which the certificate names',
    async () => {
      const client = as('alice:wonder', 'esdb+discover');
      const stream = aStream();
      await client.appendToStream(stream, anEvent());
      assert.is((await all(client.readStream(stream))).length, 1);
    },
    { unless },
  );
  it(
    'health is for anybody, figures need an account, and one port speaks HTTP/2 and HTTP/1.1',
    async () => {
      assert.is((await http('/health/live')).status, 204);
      assert.equal(await http('/stats'), { status: 401, challenge: 'Basic realm="event store", charset="UTF-8"' });
      assert.is((await http('/stats', 'alice:wonder')).status, 200);
      assert.is((await http('/stats', 'alice:wrong')).status, 401);
      const protocol = (offered: string[]) =>
        new Promise((resolve) => {
          const socket = connect({ port: server.port, host: '127.0.0.1', ca: readFileSync(ca), ALPNProtocols: offered }, () => {
            resolve(socket.alpnProtocol);
            socket.destroy();
          });
        });
      assert.equal([await protocol(['h2', 'http/1.1']), await protocol(['http/1.1'])], ['h2', 'http/1.1']);
    },
    { unless },
  );
});

spec('starting with accounts', (it) => {
  it('accounts without TLS, without a password for admin and ops, or with half a certificate are refused', async () => {
    const refusal = async (...options: string[]) => String((await failure(startEventStore({ options })))['message']);
    assert.match(await refusal('--auth', '--user', 'admin:x'), 'must not travel in clear text');
    assert.match(await refusal('--tls-cert', 'cert.pem'), 'belong together');
    assert.match(await refusal('--user', 'admin:x'), 'only with --auth');
    const folder = temporaryFolder();
    if (unless) return folder.remove();
    const { cert, key } = certificate(folder.path);
    assert.match(await refusal('--tls-cert', cert, '--tls-key', key, '--auth', '--user', 'admin:x'), "user 'ops' needs a password");
    folder.remove();
  });
});
