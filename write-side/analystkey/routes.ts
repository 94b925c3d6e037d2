// Keys for analysts' own tools. The key is shown once; the log keeps its hash.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { analystkeyCommands as commands } from '#domain/analystkey/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamId } from '#domain/kernel/envelope.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route } from '#domain/kernel/route.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { makeCommandRoute } from '#write-side/kernel/http.ts';
import { createdBy } from '#write-side/kernel/ids.ts';
import { analystkeyPermits as permits } from './permits.ts';

const tag = 'analytics';
const shown = z.object({ user: z.string().describe('Name for the tool to sign in with'), key: z.string().describe('Its password; it is not shown again') });
const { memberId: _memberId, credentialHash: _credentialHash, ...asked } = commands.IssueAnalystKey.shape;

/** The name a tool signs in with says the tenant and the key's id. */
const userOf = ({ tenant, id }: StreamId): string => `${tenant}.${id}`;
const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

export function analystkeyRoutes({ dispatch, tenantDigest }: { dispatch: Dispatch; tenantDigest: TenantDigest }): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  /** The same for a repeat of the command, and nothing to anyone without the tenant's key. */
  const keyOf = async (tenant: string, id: string, commandId: string) => `ak_${await tenantDigest(tenant, 'analyst.key', `${id} ${commandId}`)}`;
  const made = (commandId: string) => createdBy(commandId, 'analystkey');
  return [
    commandRoute({
      method: 'post',
      path: '/api/analytics/keys',
      summary: 'Issue a key for Grafana, Metabase, DBeaver or curl; the answer holds it',
      tag,
      permit: permits.IssueAnalystKey,
      stepUp: true,
      body: z.strictObject(asked),
      codes: ['analystkey.issued', 'analystkey.in-past'],
      creates: '/api/analytics/keys',
      tells: { schema: shown, of: async ({ commandId }, stream) => ({ user: userOf(stream), key: await keyOf(stream.tenant, stream.id, commandId) }) },
      to: ({ who, commandId }) => ({ tenant: who.tenant, slice: 'analystkey', id: made(commandId) }),
      command: async ({ who, commandId, body }) => ({
        type: 'IssueAnalystKey',
        data: { ...body, memberId: who.memberId, credentialHash: hashOf(await keyOf(who.tenant, made(commandId), commandId)) },
      }),
    }),
    commandRoute({
      method: 'post',
      path: '/api/analytics/keys/{id}/revoke',
      summary: 'Revoke a key',
      tag,
      permit: permits.RevokeAnalystKey,
      params: z.object({ id }),
      codes: ['analystkey.unknown'],
      to: ({ who, params }) => ({ tenant: who.tenant, slice: 'analystkey', id: params.id }),
      command: () => ({ type: 'RevokeAnalystKey', data: {} }),
    }),
  ];
}
