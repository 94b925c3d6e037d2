// What holds for every list there is, by the declarations of the routes that serve.
import * as assert from 'uvu/assert';
import { readRoutes } from '#read-side/index.ts';
import { writeRoutes } from '#write-side/index.ts';
import { makeLog } from '../log/log.ts';
import { makeMetrics } from '../metrics/metrics.ts';
import { ROLES, rightsOf } from '#domain/kernel/roles.ts';
import type { Route } from '#domain/kernel/route.ts';
import { spec } from '../testing/spec.ts';
import { makeHttp } from './server.ts';

const unused: unknown = new Proxy(() => unused, { get: (_, name) => (name === 'providers' ? undefined : unused) });
const routes = [...readRoutes(unused as never), ...writeRoutes(unused as never)].filter(({ method }) => method === 'get');
const fieldsOf = (schema: unknown): string[] => Object.keys((schema as { shape?: object } | undefined)?.shape ?? {});
const isList = ({ answers }: Route) => fieldsOf(answers[200]?.schema).includes('items');
const hasId = ({ path }: Route) => /\{id\}$/.test(path);

const ID = '0190d0c0-0000-7000-8000-000000000001';
const PARTS: Readonly<Record<string, string>> = { slice: 'case', service: 'bot', key: 'k' };
/** Whole in one answer: a tenant has a handful of them. */
const FEW = [
  '/api/analytics/queries',
  '/api/analytics/dashboards',
  '/api/analytics/keys',
  '/api/projections',
  '/api/keys',
  '/api/adapters',
  '/api/auth/sessions',
  '/api/members/{id}/sessions',
];

spec('every list', (it) => {
  it('comes in pages, by cursor and limit, or is a handful by its nature', () => {
    const lists = routes.filter((route) => isList(route) && !hasId(route));
    assert.ok(lists.length > 40);
    const whole = lists.filter(({ query }) => !['cursor', 'limit'].every((name) => fieldsOf(query).includes(name))).map(({ path }) => path);
    assert.equal(
      whole.filter((path) => !FEW.includes(path)),
      [],
    );
    for (const { answers, path } of lists.filter(({ path }) => !FEW.includes(path))) assert.ok(fieldsOf(answers[200]?.schema).includes('next'), path);
  });
  it('refuses a filter that it does not have, and names it', async () => {
    const roles = [...ROLES].filter((role) => role !== 'patient' && role !== 'companion');
    const who = { tenant: 'acme', memberId: 'm', roles, rights: rightsOf(roles), session: 's', provenAt: Date.now() };
    const metrics = makeMetrics();
    const http = makeHttp({
      ...{ routes, metrics, health: [], verify: async () => who, waitFor: async () => true },
      ...{ log: makeLog({ to: { write: () => true } as never }), limits: { memberPerHour: 1e6, tenantPerDay: 1e6 } },
    });
    const base = `http://127.0.0.1:${await http.listen(0)}`;
    const asked = routes.filter(({ path, roles }) => path.startsWith('/api/') && roles !== 'public');
    const tame: string[] = [];
    for (const { path } of asked) {
      const answer = await fetch(`${base}${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => PARTS[name] ?? ID)}?colour=red`, {
        headers: { authorization: 'Bearer x' },
      });
      const { errors = [] } = (await answer.json()) as { errors?: { path: string; message: string }[] };
      if (answer.status !== 400 || !JSON.stringify(errors).includes('colour')) tame.push(`${answer.status} ${path}`);
    }
    await http.close(0);
    metrics.stop();
    assert.equal(tame, []);
  });
});
