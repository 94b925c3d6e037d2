import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import { ROLES, type Role, rightsOf } from '#domain/kernel/roles.ts';
import { type Principal, type RouteRequest, route } from '#domain/kernel/route.ts';
import { readRoutes } from '#read-side/index.ts';
import { makeMemoryCache } from '../cache/memory.ts';
import { spec } from '../testing/spec.ts';
import { makeKept } from './kept.ts';

const who = (tenant: string, roles: readonly Role[], more: Partial<Principal> = {}): Principal => ({
  ...{ tenant, memberId: `${tenant}-m`, roles, rights: rightsOf(roles), session: 's' },
  ...more,
});
/** A route that says all it was asked, and how often it ran. */
function asked(keeps = { seconds: 300, until: ['offering'] }, staleAt?: () => Date) {
  let runs = 0;
  const echo = route({
    method: 'get',
    path: '/api/echo/{id}',
    summary: 'E',
    tag: 'e',
    roles: 'signed-in',
    keeps,
    params: z.object({ id: z.string() }),
    query: z.object({ q: z.string().optional() }),
    answers: {},
    handle: async ({ who: { tenant, roles, rights, patientId, memberId }, params, query }) => {
      runs += 1;
      return { status: 200, body: { tenant, roles, rights, patientId, memberId, params, query, runs }, ...(staleAt && { staleAt: staleAt() }) };
    },
  });
  return { echo, runs: () => runs };
}
type Said = { tenant: string; roles: Role[]; patientId?: string; memberId: string; params: unknown; query: unknown; runs: number };
const request = (principal: Principal, { id = '1', q, ...more }: { id?: string; q?: string } & Partial<RouteRequest> = {}) =>
  ({
    who: principal,
    params: { id },
    query: q === undefined ? {} : { q },
    headers: {},
    correlationId: 'c',
    commandId: 'c',
    ...more,
  }) as unknown as RouteRequest;

spec('kept answers', (it) => {
  it('an answer is made once and then kept, until an event of its slices in its tenant', async () => {
    const kept = makeKept({ cache: makeMemoryCache() });
    const { echo, runs } = asked();
    const ask = () => kept.answer(echo, request(who('acme', ['nurse'])));
    const first = await ask();
    assert.equal([JSON.parse(JSON.stringify(first.body)), (await ask()).body, runs()], [(await ask()).body, (await ask()).body, 1]);
    await kept.changed('acme', 'case');
    await kept.changed('other', 'offering');
    await ask();
    assert.is(runs(), 1);
    await kept.changed('acme', 'offering');
    await ask();
    assert.is(runs(), 2);
  });
  it('when views were built again, no tenant is answered from before', async () => {
    const kept = makeKept({ cache: makeMemoryCache() });
    const { echo, runs } = asked();
    const ask = async () => {
      for (const tenant of ['acme', 'beta']) await kept.answer(echo, request(who(tenant, ['nurse'])));
    };
    await ask();
    await ask();
    assert.is(runs(), 2);
    await kept.forget();
    await ask();
    assert.is(runs(), 4);
  });
  it('a kept answer never crosses tenant, role, rights, patient, path or query, and does not know who asked', async () => {
    const callers = fc.record({
      tenant: fc.constantFrom('acme', 'beta'),
      roles: fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1, maxLength: 3 }),
      patientId: fc.option(fc.constantFrom('p1', 'p2'), { nil: undefined }),
      memberId: fc.constantFrom('m1', 'm2'),
      id: fc.constantFrom('1', '2', '1","q":"2'),
      q: fc.option(fc.constantFrom('1', '2', 'acme'), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(callers, { minLength: 2, maxLength: 30 }), async (all) => {
        const kept = makeKept({ cache: makeMemoryCache() });
        const { echo } = asked();
        for (const { tenant, roles, patientId, memberId, id, q } of all) {
          const answer = await kept.answer(echo, request(who(tenant, roles, { memberId, ...(patientId && { patientId }) }), { id, ...(q && { q }) }));
          const said = answer.body as Said;
          assert.equal([said.tenant, said.roles.toSorted(), said.patientId, said.memberId], [tenant, roles.toSorted(), patientId, '']);
          assert.equal([said.params, said.query], [{ id }, q ? { q } : {}]);
        }
      }),
    );
  });
  it('an answer made from rows before an event is not found after it, however late it is kept', async () => {
    const cache = makeMemoryCache();
    const kept = makeKept({ cache });
    let go = () => {};
    const begun = new Promise<void>((started) => {
      go = started;
    });
    let value = 'old';
    const slow = route({
      ...asked().echo,
      handle: async () => {
        const read = value;
        await begun;
        return { status: 200, body: { read } };
      },
    });
    const before = kept.answer(slow, request(who('acme', ['nurse'])));
    await new Promise((resolve) => setImmediate(resolve));
    value = 'new';
    await kept.changed('acme', 'offering');
    go();
    assert.equal((await before).body, { read: 'old' });
    assert.equal((await kept.answer(slow, request(who('acme', ['nurse'])))).body, { read: 'new' });
  });
  it('whoever waits for their own write gets an answer made after it', async () => {
    const kept = makeKept({ cache: makeMemoryCache() });
    const { echo, runs } = asked();
    await kept.answer(echo, request(who('acme', ['nurse'])));
    await kept.answer(echo, request(who('acme', ['nurse']), { waitFor: 7n }));
    assert.is(runs(), 2);
  });
  it('an answer ends when time alone makes it wrong', async () => {
    let passed = 0;
    const kept = makeKept({ cache: makeMemoryCache({ now: () => passed }), now: () => passed });
    const { echo, runs } = asked({ seconds: 3_600, until: ['offering'] }, () => new Date(1_000));
    const ask = () => kept.answer(echo, request(who('acme', ['nurse'])));
    await ask();
    passed = 999;
    await ask();
    assert.is(runs(), 1);
    passed = 1_000;
    await ask();
    assert.is(runs(), 2);
  });
  it('a change that cannot be told while the cache is away is told later, and nothing kept is believed until then', async () => {
    const memory = makeMemoryCache();
    let away = false;
    const fail = async () => {
      throw new HubError('unavailable', 'cache.away', 'away');
    };
    const cache = {
      get: (key: string) => (away ? fail() : memory.get(key)),
      set: (key: string, value: string, ttl: number) => (away ? fail() : memory.set(key, value, ttl)),
    };
    const kept = makeKept({ cache });
    const { echo, runs } = asked();
    const ask = () => kept.answer(echo, request(who('acme', ['nurse'])));
    await ask();
    away = true;
    await ask();
    await kept.changed('acme', 'offering');
    away = false;
    await ask();
    assert.is(runs(), 3);
    const told = runs();
    for (let i = 0; i < 2_000 && runs() === told + i; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      await ask();
    }
    const settled = runs();
    await ask();
    assert.is(runs(), settled);
  });
  it('nothing is kept that opens personal or health values', () => {
    const opened: string[] = [];
    const deps = new Proxy({}, { get: () => () => undefined }) as Parameters<typeof readRoutes>[0];
    for (const { keeps, path, answers } of readRoutes(deps))
      if (keeps && /REDACTED|SHREDDED/.test(JSON.stringify(z.toJSONSchema(answers[200]!.schema!, { unrepresentable: 'any' })))) opened.push(path);
    assert.equal(opened, []);
  });
});
