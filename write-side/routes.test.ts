import * as assert from 'uvu/assert';
import { slices } from '#domain/index.ts';
import { rightsOf, type Role } from '#domain/kernel/roles.ts';
import type { Answer, RouteRequest } from '#domain/kernel/route.ts';
import { makeMemoryCache } from '#infra/cache/memory.ts';
import { as } from '#infra/testing/given.ts';
import { makeMemoryStore, pretendDigest, pretendFingerprint, pretendOpen, pretendSeal } from '#infra/testing/memory-store.ts';
import { spec } from '#infra/testing/spec.ts';
import type { AuthPorts } from './auth/ports.ts';
import { permits, writeRoutes } from './index.ts';
import { makeDispatch } from './kernel/dispatch.ts';

const patientId = '0190d0c0-0000-7000-8000-000000000001';
const memberId = '0190d0c0-0000-7000-8000-000000000002';
const procedure = { code: '1', text: 'x' };

function hub() {
  const store = makeMemoryStore();
  const dispatch = makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices, permits, now: () => new Date(0) });
  const routes = writeRoutes({
    dispatch,
    store,
    open: pretendOpen,
    fingerprint: pretendFingerprint,
    tenantDigest: pretendDigest,
    auth: {} as AuthPorts,
    contexts: makeMemoryCache(),
    emailKey: (e) => Buffer.from(e.padEnd(16)).toString('hex'),
    isParked: async () => false,
    erasing: { about: async () => undefined, sinks: [] },
    hashPassword: async (p) => `$argon2id$${p.length}`,
  });
  let count = 0;
  /** A call as the HTTP layer makes it: `POST /api/cases/{id}/hold`. */
  const call = async (at: string, roles: Role[], request: Partial<RouteRequest>): Promise<Answer & { body: Record<string, unknown> }> => {
    const [method, path] = at.toLowerCase().split(' ');
    const route = routes.find((r) => r.method === method && r.path.toLowerCase() === path);
    assert.ok(route && Array.isArray(route.roles), at);
    const role = roles.find((r) => (route!.roles as Role[]).includes(r))!;
    const who = { tenant: 'acme', memberId, roles, rights: rightsOf(roles), session: 's' };
    const body = route!.body ? route!.body.parse(request.body) : undefined;
    const whole = {
      who,
      actor: { ...as(role), id: memberId },
      params: {},
      query: {},
      headers: {},
      correlationId: 'c',
      commandId: `command-${count++}`,
      ...request,
      body,
    };
    return (await route!.handle(whole as never)) as Answer & { body: Record<string, unknown> };
  };
  const there = (slice: string, id: string) =>
    store.append(
      { tenant: 'acme', slice, id },
      [{ id, type: 'X', data: {}, meta: { tenant: 'acme', actor: as('x'), correlationId: '', causationId: '', schema: 1, occurredAt: '' } }],
      'any',
    );
  return { store, call, there };
}
const openCase = async ({ call, there }: ReturnType<typeof hub>) => {
  await there('patient', patientId);
  return String((await call('POST /api/cases', ['coordinator'], { body: { patientId, procedure } })).body['id']);
};
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (e: { code: string }) => e.code,
  );

spec('write routes', (it) => {
  it('opening a case answers 201 with its id, revision and position', async () => {
    const h = hub();
    await h.there('patient', patientId);
    const { status, body, headers } = await h.call('POST /api/cases', ['coordinator'], { body: { patientId, procedure } });
    assert.equal([status, body['revision'], body['position'], body['events']], [201, 0, '2', ['CaseOpened']]);
    assert.is(headers?.['Location'], `/api/cases/${String(body['id'])}`);
  });
  it('the same command id opens one case', async () => {
    const h = hub();
    await h.there('patient', patientId);
    const open = () => h.call('POST /api/cases', ['coordinator'], { commandId: 'same', body: { patientId, procedure } });
    assert.equal(await open(), await open());
    assert.is(h.store.log.filter(({ type }) => type === 'CaseOpened').length, 1);
  });
  it('a case for a patient this tenant does not have is not found', async () =>
    assert.is(await code(hub().call('POST /api/cases', ['coordinator'], { body: { patientId, procedure } })), 'patient.unknown'));
  it('an agency refers in its own name only', async () => {
    const h = hub();
    await h.there('patient', patientId);
    await h.there('member', memberId);
    await h.call('POST /api/cases', ['agency'], { body: { patientId, procedure, referredBy: patientId } });
    assert.is((h.store.log.at(-1)!.data as { referredBy: string }).referredBy, memberId);
  });
  it('a refusal is a 409 with its code and reason, an unknown case a 404', async () => {
    const h = hub();
    const id = await openCase(h);
    const refused = await h.call('POST /api/cases/{id}/advance', ['coordinator'], { params: { id }, body: { to: 'offer' } });
    assert.equal([refused.status, refused.body], [409, { code: 'case.stage-not-reachable', reason: { stage: 'lead', to: 'offer' } }]);
    const unknown = await h.call('POST /api/cases/{id}/hold', ['coordinator'], { params: { id: memberId }, body: { reason: 'x' } });
    assert.equal([unknown.status, unknown.body['code']], [404, 'case.unknown']);
  });
  it('If-Match pins the revision', async () => {
    const h = hub();
    const id = await openCase(h);
    assert.is(await code(h.call('POST /api/cases/{id}/hold', ['coordinator'], { params: { id }, ifMatch: 7, body: { reason: 'x' } })), 'stream.conflict');
    assert.is((await h.call('POST /api/cases/{id}/hold', ['coordinator'], { params: { id }, ifMatch: 0, body: { reason: 'x' } })).status, 200);
  });
  it('whoever holds several roles acts in the one the rule asks for', async () => {
    const h = hub();
    const id = await openCase(h);
    const advance = (to: string, more = {}) => h.call('POST /api/cases/{id}/advance', ['coordinator', 'doctor'], { params: { id }, body: { to, ...more } });
    await advance('intake');
    await advance('review');
    assert.is((await advance('offer', { evaluation: { decision: 'eligible' } })).status, 200);
    assert.is(h.store.log.at(-1)!.meta.actor.role, 'doctor');
  });
  it('an e-mail address is one member of a tenant, and the log holds neither address nor password', async () => {
    const h = hub();
    await h.there('tenant', 'acme');
    const ada = { email: 'ada@example.org', name: 'Ada', roles: ['nurse'], password: 'correct horse battery' };
    const invited = await h.call('POST /api/members', ['admin'], { body: ada });
    assert.equal(invited.body['events'], ['MemberInvited', 'PasswordSet', 'RoleGranted']);
    assert.is((await h.call('POST /api/members', ['admin'], { body: ada })).body['code'], 'member.already-invited');
    assert.not.match(JSON.stringify(h.store.log.map(({ data }) => data)), /ada@|correct horse/);
  });
  it('only an operator reaches another tenant', async () => {
    const h = hub();
    const ada = { email: 'ada@example.org', name: 'Ada', roles: ['admin'], password: 'correct horse battery', tenant: 'other' };
    assert.is(await code(h.call('POST /api/members', ['admin'], { body: ada })), 'tenant.unknown');
    assert.is(await code(h.call('POST /api/tenants/{slug}/configure', ['admin'], { params: { slug: 'other' }, body: {} })), 'tenant.unknown');
    const other = { slug: 'other', name: 'Other', kind: 'agency', locale: 'en', timezone: 'Europe/Berlin' };
    assert.is((await h.call('POST /api/tenants', ['operator'], { body: other })).status, 201);
    const { status } = await h.call('POST /api/members', ['operator'], { body: ada });
    assert.equal([status, h.store.log.at(-1)!.stream.tenant], [201, 'other']);
  });
});

spec('permits', (it) => {
  it('every command of every slice has its permit', () => {
    const commands = slices.flatMap((slice) => Object.keys(slice.commands)).sort();
    assert.equal(
      commands.filter((type) => !permits[type]),
      [],
    );
    assert.equal(
      Object.keys(permits).filter((type) => !commands.includes(type)),
      [],
    );
  });
});
