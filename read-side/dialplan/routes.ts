import { z } from 'zod';
import { callRoute, phoneUser, prefix } from '#domain/dialplan/messages.ts';
import { routeTo } from '#domain/dialplan/resolve.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { Dialplan } from '#projections/dialplan/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { STAFF } from '../kernel/scope.ts';
import { versionOf } from '../kernel/shapes.ts';

const common = { method: 'get', tag: 'dialplan', roles: STAFF, waits: 'views', keeps: { seconds: 300, until: ['dialplan'] } } as const;
const plan = z
  .object({ users: z.array(phoneUser), routes: z.array(callRoute), revision: z.int().optional(), position: z.string().optional() })
  .meta({ id: 'Dialplan' });
const answer = z.object({ route: callRoute.optional(), users: z.array(phoneUser).describe('Those the route names') });

export function dialplanQueries({ reader }: ReadDeps): Route[] {
  const find = (tenant: string) => reader.within(tenant, (rows) => rows.findOne(Dialplan, { tenant }));
  return [
    route({
      ...common,
      path: '/api/dialplan',
      summary: 'Extensions, and where calls go',
      answers: { 200: { description: 'The dialplan', schema: plan } },
      handle: async ({ who }) => {
        const row = await find(who.tenant);
        return { status: 200, body: row ? { users: row.users, routes: row.routes, ...versionOf(row) } : { users: [], routes: [] } };
      },
    }),
    route({
      ...common,
      path: '/api/dialplan/resolve',
      summary: 'Where a call to a number goes',
      query: z.object({ number: prefix }),
      answers: { 200: { description: 'The route; none when no prefix fits', schema: answer } },
      handle: async ({ who, query: { number } }) => {
        const row = await find(who.tenant);
        const found = routeTo(row?.routes ?? [], number);
        const named = new Set(found?.steps.flatMap((step) => (step.kind === 'user' ? [step.userId] : [])));
        return { status: 200, body: { route: found, users: row?.users.filter(({ userId }) => named.has(userId)) ?? [] } };
      },
    }),
  ];
}
