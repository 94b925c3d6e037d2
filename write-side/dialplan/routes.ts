import { z } from 'zod';
import { dialplanCommands as commands, prefix } from '#domain/dialplan/messages.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { id } from '#domain/kernel/ids.ts';
import type { Route } from '#domain/kernel/route.ts';
import { makeCommandRoute, mustExist } from '#write-side/kernel/http.ts';
import { createdBy, derivedId } from '#write-side/kernel/ids.ts';
import { dialplanPermits as permits } from './permits.ts';

const tag = 'dialplan';
const newUser = commands.SetPhoneUser.omit({ userId: true });

export function dialplanRoutes({ dispatch, store }: { dispatch: Dispatch; store: StreamReader }): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  const to = ({ who: { tenant } }: { who: { tenant: string } }) => ({ tenant, slice: 'dialplan', id: derivedId('dialplan', tenant) });
  const member = async (tenant: string, memberId: string | undefined) => {
    if (memberId) await mustExist(store, { tenant, slice: 'member', id: memberId });
  };
  const ofUser = { tag, to, params: z.object({ userId: id }) };
  return [
    commandRoute({
      method: 'post',
      path: '/api/dialplan/users',
      summary: 'Give somebody, or a desk, an extension',
      tag,
      permit: permits.SetPhoneUser,
      body: newUser,
      codes: ['dialplan.extension-taken', 'member.unknown'],
      to,
      tells: { schema: z.object({ userId: id }), of: ({ commandId }) => ({ userId: createdBy(commandId, 'phoneuser') }) },
      command: async ({ who, body, commandId }) => {
        await member(who.tenant, body.memberId);
        return { type: 'SetPhoneUser', data: { ...body, userId: createdBy(commandId, 'phoneuser') } };
      },
    }),
    commandRoute({
      ...ofUser,
      method: 'put',
      path: '/api/dialplan/users/{userId}',
      summary: 'Change extension, languages or skills',
      permit: permits.SetPhoneUser,
      body: newUser,
      codes: ['dialplan.extension-taken', 'member.unknown'],
      command: async ({ who, params, body }) => {
        await member(who.tenant, body.memberId);
        return { type: 'SetPhoneUser', data: { ...body, ...params } };
      },
    }),
    commandRoute({
      ...ofUser,
      method: 'delete',
      path: '/api/dialplan/users/{userId}',
      summary: 'Take an extension away',
      permit: permits.RemovePhoneUser,
      codes: ['dialplan.user-in-route'],
      command: ({ params }) => ({ type: 'RemovePhoneUser', data: params }),
    }),
    commandRoute({
      method: 'put',
      path: '/api/dialplan/routes',
      summary: 'Say where calls to numbers with a prefix go',
      tag,
      permit: permits.SetCallRoute,
      body: commands.SetCallRoute,
      codes: ['dialplan.user-unknown', 'dialplan.no-end', 'dialplan.step-unreachable'],
      to,
      command: ({ body }) => ({ type: 'SetCallRoute', data: body }),
    }),
    commandRoute({
      method: 'delete',
      path: '/api/dialplan/routes/{prefix}',
      summary: 'Remove a route',
      tag,
      permit: permits.RemoveCallRoute,
      params: z.object({ prefix }),
      to,
      command: ({ params }) => ({ type: 'RemoveCallRoute', data: params }),
    }),
  ];
}
