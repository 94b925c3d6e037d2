// Where somebody is signed in, and how to end it: their own sessions, and for an administrator those of a member.
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import type { AuthPorts, MemberKey, SessionShown } from './ports.ts';

const shown = z
  .object({
    id: z.uuid(),
    device: z.string().describe('Browser and system'),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    current: z.boolean().describe('The one this request came by'),
  })
  .meta({ id: 'Session' });
const sessionList = z.object({ items: z.array(shown) });
const ended = z.object({ ended: z.int() });
const byId = z.object({ id });
const ADMINS = ['admin', 'operator'] as const;

const show = ({ id, device, createdAt, lastUsedAt, expiresAt }: SessionShown, current: string) => ({
  id,
  device,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  current: id === current,
});

export function sessionRoutes({ sessions }: Pick<AuthPorts, 'sessions'>): Route[] {
  const list = async (of: MemberKey, current: string) => ({ items: (await sessions.list(of)).map((one) => show(one, current)) });
  const endOne = async (of: MemberKey, id: string) => {
    if ((await sessions.end(of, { id })) === 0) throw new HubError('not-found', 'auth.session-unknown', 'There is no such session.');
    return { status: 204 };
  };
  return [
    route({
      method: 'get',
      path: '/api/auth/sessions',
      summary: 'Where I am signed in',
      tag: 'auth',
      roles: 'signed-in',
      answers: { 200: { description: 'My living sessions, the last used first', schema: sessionList } },
      handle: async ({ who }) => ({ status: 200, body: await list(who, who.session) }),
    }),
    route({
      method: 'delete',
      path: '/api/auth/sessions',
      summary: 'End all my sessions but this one',
      tag: 'auth',
      roles: 'signed-in',
      answers: { 200: { description: 'How many ended', schema: ended } },
      handle: async ({ who }) => ({ status: 200, body: { ended: await sessions.end(who, { except: who.session }) } }),
    }),
    route({
      method: 'delete',
      path: '/api/auth/sessions/{id}',
      summary: 'End one of my sessions',
      tag: 'auth',
      roles: 'signed-in',
      params: byId,
      answers: { 204: { description: 'Ended; its tokens are refused from now on' } },
      codes: ['auth.session-unknown'],
      handle: ({ who, params }) => endOne(who, params.id),
    }),
    route({
      method: 'get',
      path: '/api/members/{id}/sessions',
      summary: 'Where a member is signed in',
      tag: 'members',
      roles: ADMINS,
      params: byId,
      answers: { 200: { description: 'Their living sessions', schema: sessionList } },
      handle: async ({ who, params }) => ({ status: 200, body: await list({ tenant: who.tenant, memberId: params.id }, who.session) }),
    }),
    route({
      method: 'delete',
      path: '/api/members/{id}/sessions',
      summary: 'End all sessions of a member',
      tag: 'members',
      roles: ADMINS,
      params: byId,
      answers: { 200: { description: 'How many ended', schema: ended } },
      handle: async ({ who, params }) => ({ status: 200, body: { ended: await sessions.end({ tenant: who.tenant, memberId: params.id }, {}) } }),
    }),
  ];
}
