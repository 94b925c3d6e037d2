// Keys of widgets and service accounts. A key is shown once; the log keeps its hash.
import { z } from 'zod';
import { apikeyCommands as commands } from '#domain/apikey/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route } from '#domain/kernel/route.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { apikeyPermits as permits } from './permits.ts';
import { hashOf, secretFor } from './secret.ts';

const tag = 'keys';
const shown = z.object({ key: z.string().describe('Sent as `Authorization: Bearer …`; it is not shown again') });

export function apikeyRoutes({ dispatch, tenantDigest }: { dispatch: Dispatch; tenantDigest: TenantDigest }): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const made = (commandId: string) => createdBy(commandId, 'apikey');
  return [
    commandRoute({
      method: 'post',
      path: '/api/keys',
      summary: 'Issue a key for a widget or a service account; the answer holds it',
      tag,
      permit: permits.IssueApiKey,
      stepUp: true,
      body: commands.IssueApiKey.omit({ credentialHash: true }),
      codes: ['apikey.issued', 'apikey.scope', 'apikey.origins', 'apikey.in-past'],
      creates: '/api/keys',
      tells: { schema: shown, of: async ({ commandId, body }, stream) => ({ key: await secretFor(tenantDigest, body.kind, stream, commandId) }) },
      to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'apikey', id: made(commandId) }),
      command: async ({ who, commandId, body }) => ({
        type: 'IssueApiKey',
        data: { ...body, credentialHash: hashOf(await secretFor(tenantDigest, body.kind, { tenant: who.tenant, id: made(commandId) }, commandId)) },
      }),
    }),
    commandRoute({
      method: 'post',
      path: '/api/keys/{id}/revoke',
      summary: 'Revoke a key; it is refused everywhere within two seconds',
      tag,
      permit: permits.RevokeApiKey,
      params: z.object({ id }),
      codes: ['apikey.unknown'],
      to: ({ who, params }) => ({ tenant: who.tenant, slice: 'apikey', id: params.id }),
      command: () => ({ type: 'RevokeApiKey', data: {} }),
    }),
  ];
}
