// The chat and device endpoints over a store in memory: what their declarations make of a request.
import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import * as assert from 'uvu/assert';
import { manifestText } from '#domain/firmware/manifest.ts';
import { slices } from '#domain/index.ts';
import { rightsOf, type Role } from '#domain/kernel/roles.ts';
import type { Answer, Route, RouteRequest } from '#domain/kernel/route.ts';
import { as } from '#infra/testing/given.ts';
import { makeMemoryStore, pretendDigest, pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import { deviceRoutes } from '#write-side/device/routes.ts';
import { hashOf, isSecret } from '#write-side/apikey/secret.ts';
import { firmwareRoutes } from '#write-side/firmware/routes.ts';
import { permits } from '#write-side/index.ts';
import { makeDispatch } from '#write-side/kernel/dispatch.ts';
import { conversationRoutes } from './routes.ts';

const memberId = '0190d0c0-0000-7000-8000-000000000002';
const patientId = '0190d0c0-0000-7000-8000-000000000003';

function hub() {
  const store = makeMemoryStore();
  const dispatch = makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices, permits, now: () => new Date(Date.UTC(2026, 0, 1)) });
  const deps = { dispatch, store, tenantDigest: pretendDigest };
  const routes: Route[] = [...conversationRoutes(deps), ...deviceRoutes(deps), ...firmwareRoutes(deps)];
  let count = 0;
  const call = async (
    at: string,
    role: Role,
    request: Partial<RouteRequest> & { tenant?: string } = {},
  ): Promise<Answer & { body: Record<string, unknown> }> => {
    const [method, path] = at.split(' ');
    const route = routes.find((r) => r.method === method && r.path === path)!;
    assert.ok(Array.isArray(route.roles) && route.roles.includes(role), at);
    const isPatient = role === 'patient';
    const who = { tenant: request.tenant ?? 'acme', memberId, roles: [role], rights: rightsOf([role]), session: 's', ...(isPatient && { patientId }) };
    const body = route.body ? route.body.parse(request.body) : undefined;
    const actor = { ...as(role, isPatient ? 'patient' : 'staff'), id: memberId };
    const whole = { who, actor, params: {}, query: {}, headers: {}, correlationId: 'c', commandId: `command-${count++}`, ...request, body };
    return (await route.handle(whole as never)) as Answer & { body: Record<string, unknown> };
  };
  return { store, call };
}
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (e: { code: string }) => e.code,
  );
const types = (store: ReturnType<typeof hub>['store']) => store.log.map(({ type }) => type);

spec('marketing', (it) => {
  it('goes to a patient on a channel they agree to by name only while they do', async () => {
    const { call, store } = hub();
    const { body } = await call('post /api/conversations', 'coordinator', { body: { channel: 'sms', identity: '+905550000001' } });
    const params = { id: body['id'] as string };
    const conversation = (verb: string, given: object = {}) => call(`post /api/conversations/{id}/${verb}`, 'coordinator', { params, body: given });
    const meta = { tenant: 'acme', actor: as('x'), correlationId: '', causationId: '', schema: 1, occurredAt: '2026-01-01T00:00:00.000Z' };
    const write = (slice: string, id: string, type: string, data: object) =>
      store.append({ tenant: 'acme', slice, id }, [{ id: `${type} ${store.log.length}`, type, data, meta }], 'any');
    const advertise = () => code(conversation('messages', { content: { text: 'kampanya' }, purpose: 'marketing' }));
    await conversation('allow-marketing', { evidence: 'form 7' });
    assert.is(await advertise(), 'none'); // nobody knows whose the number is: what the contact said there counts
    await write('patient', patientId, 'PatientRegistered', { fingerprint: 'ab'.repeat(8) });
    await conversation('link', { patientId });
    assert.is(await advertise(), 'consent.missing');
    await write('consent', patientId, 'ConsentGranted', { purpose: 'marketing-sms', text: 'v1', language: 'tr' });
    assert.is(await advertise(), 'none');
    await write('consent', patientId, 'ConsentWithdrawn', { purpose: 'marketing-sms' });
    assert.is(await advertise(), 'consent.missing');
    assert.is(await code(conversation('messages', { content: { text: 'randevunuz yarın' } })), 'none');
  });
});

spec('chat routes', (it) => {
  it('what one customer says is one conversation, and a message sent again is recorded once', async () => {
    const { call, store } = hub();
    const body = { customer_identifier: 'widget-1', content: 'merhaba', message_id: 'client-message-1' };
    const first = await call('post /api/chat/message', 'coordinator', { body });
    const again = await call('post /api/chat/message', 'coordinator', { body });
    assert.equal([first.status, again.body['id'], again.body['events']], [201, first.body['id'], []]);
    await call('post /api/chat/message', 'coordinator', { body: { ...body, message_id: 'client-message-2' } });
    assert.equal(types(store), ['ConversationOpened', 'MessageReceived', 'MessageReceived']);
  });
  it('a phone number is the same contact on WhatsApp and SMS, however it is written', async () => {
    const { call, store } = hub();
    for (const [channel, identity] of [
      ['whatsapp', '905551234567'],
      ['sms', '+90 555 123 45 67'],
    ])
      await call('post /api/conversations', 'coordinator', { body: { channel, identity } });
    const [a, b] = store.log.map(({ data }) => (data as { contactId: string }).contactId);
    assert.ok(a === b && store.log[0]!.stream.id !== store.log[1]!.stream.id);
  });
  it('a patient speaks as themselves, and hands over nobody else’s conversation', async () => {
    const { call, store } = hub();
    const own = await call('post /api/chat/message', 'patient', { body: { customer_identifier: 'somebody-else', content: 'x' } });
    assert.equal(types(store), ['ConversationOpened', 'ConversationLinked', 'MessageReceived']);
    const other = await call('post /api/chat/message', 'coordinator', { body: { customer_identifier: 'somebody-else', content: 'x' } });
    const ask = (id: unknown) => call('post /api/chat/handover', 'patient', { body: { conversation_id: id } });
    assert.is(await code(ask(other.body['id'])), 'conversation.unknown');
    assert.equal((await ask(own.body['id'])).body['events'], ['HandoverRequested', 'MessageQueued']);
  });
  it('a reply takes the conversation over, and the log holds no word of it', async () => {
    const { call, store } = hub();
    const { body } = await call('post /api/chat/message', 'coordinator', { body: { customer_identifier: 'w', content: 'x' } });
    const params = { id: String(body['id']) };
    const said = await call('post /api/conversations/{id}/messages', 'nurse', { params, body: { content: { text: 'Zzyzxqvist' } } });
    assert.equal(said.body['events'], ['HumanTookOver', 'MessageQueued']);
    assert.not.match(JSON.stringify(store.log.map(({ data }) => data)), /Zzyzxqvist/);
  });
});

spec('device routes', (it) => {
  const serial_number = 'ARMA-2025-001';
  it('registering shows the secret, a repeat shows it again, and the log holds only its hash', async () => {
    const { call, store } = hub();
    const register = () => call('post /api/devices/register', 'admin', { body: { serial_number, location: 'Salon girişi' }, commandId: 'same-command' });
    const first = await register();
    assert.equal((await register()).body, first.body);
    const credential = String(first.body['credential']);
    assert.ok(isSecret(hashOf(credential), credential));
    assert.not.match(JSON.stringify(store.log.map(({ data }) => data)), new RegExp(credential));
    assert.is((await call('post /api/devices/register', 'admin', { body: { serial_number } })).body['code'], 'device.already-registered');
  });
  it('a serial number of another tenant is refused, and so is another tenant in the request', async () => {
    const { call } = hub();
    await call('post /api/devices/register', 'admin', { body: { serial_number } });
    assert.is(await code(call('post /api/devices/register', 'admin', { tenant: 'globex', body: { serial_number: 'arma-2025-001' } })), 'device.serial-taken');
    assert.is(await code(call('post /api/devices/register', 'admin', { body: { serial_number, tenant_id: 'globex' } })), 'tenant.unknown');
  });
  it('firmware is released only when its signature fits, and offered as far as it is rolled out', async () => {
    const { call } = hub();
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const spki = createPublicKey(publicKey.export({ format: 'pem', type: 'spki' })).export({ format: 'der', type: 'spki' });
    const board = 'arma-s3';
    const facts = { version: '1.0.3', epoch: 1, sha256: 'ab'.repeat(32), bytes: 9 };
    const signature = sign('sha256', Buffer.from(manifestText({ board, ...facts })), privateKey).toString('base64');
    const release = { ...facts, url: 'https://cdn.example.com/firmware/1.0.3.bin', keyId: createHash('sha256').update(spki).digest('hex'), signature };
    await call('post /api/firmware/{board}/keys', 'admin', { params: { board }, body: { publicKey: spki.toString('base64') } });
    const give = (body: object) => call('post /api/firmware/{board}/releases', 'admin', { params: { board }, body });
    assert.is(await code(give({ ...release, bytes: 10 })), 'firmware.signature-invalid');
    assert.equal((await give(release)).body['events'], ['FirmwareReleased']);
    const { body } = await call('post /api/devices/register', 'admin', { body: { serial_number } });
    const params = { id: String(body['id']) };
    const check = async () =>
      ((await call('post /api/devices/{id}/firmware/check', 'admin', { params })).body['firmware'] as { version: string } | undefined)?.version;
    assert.is(await check(), undefined);
    await call('post /api/firmware/{board}/releases/{version}/rollout', 'admin', { params: { board, version: '1.0.3' }, body: { percent: 100 } });
    assert.is(await check(), '1.0.3');
    const byHand = (url: string) => call('post /api/devices/{id}/firmware', 'admin', { params, body: { version: '1.0.3', url } });
    assert.is(await code(byHand('https://evil.example.com/1.0.3.bin')), 'firmware.unknown');
    assert.is((await byHand(release.url)).status, 200);
  });
});
