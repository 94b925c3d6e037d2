// A device proves by its own secret that it is itself, and gets a token for the minutes it works with.
import { z } from 'zod';
import { type Route, route } from '#domain/kernel/route.ts';
import type { AuthPorts } from './ports.ts';

const answer = z.object({ accessToken: z.string(), expiresIn: z.int().describe('Seconds'), id: z.uuid(), tenant: z.string() }).meta({ id: 'DeviceToken' });

export const deviceRoute = ({ exchange }: Pick<AuthPorts, 'exchange'>): Route =>
  route({
    method: 'post',
    path: '/api/auth/device',
    summary: 'A device’s token for its secret',
    tag: 'auth',
    roles: 'public',
    budget: 'inbound', // after an outage they all come at once, some behind one address
    body: z.strictObject({ credential: z.string().max(300) }),
    answers: { 200: { description: 'For a quarter of an hour', schema: answer } },
    codes: ['auth.bad-key'],
    handle: async ({ body: { credential } }) => ({ status: 200, body: await exchange(credential) }),
  });
