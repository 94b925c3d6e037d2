import { z } from 'zod';
import { reject } from '#domain/kernel/decider.ts';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import { type StreamId, tenantSlug } from '#domain/kernel/envelope.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import { id } from '#domain/kernel/ids.ts';
import { role } from '#domain/kernel/roles.ts';
import type { Route } from '#domain/kernel/route.ts';
import { memberCommands as commands } from '#domain/member/messages.ts';
import { mustBeStrong, newPassword } from '#write-side/auth/password-rules.ts';
import { makeCommandRoute, mustExist } from '#write-side/kernel/http.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import { reachable, tenantStream } from '#write-side/tenant/routes.ts';
import { memberPermits as permits } from './permits.ts';

export type MemberDeps = {
  readonly dispatch: Dispatch;
  readonly store: StreamReader;
  /** The hub-wide keyed digest (hex) of an e-mail address, the same that sign-in looks up. */
  readonly emailKey: (email: string) => string;
  readonly hashPassword: (password: string) => Promise<string>;
};
const tag = 'members';
const params = z.object({ id });
/** `tenant`: an operator invites the first administrator of a tenant they registered; anyone else only into their own. */
const invitation = commands.InviteMember.omit({ emailKey: true, passwordHash: true }).extend({
  password: newPassword.optional().describe('Absent: they are sent a mail with a link to choose one'),
  tenant: tenantSlug.optional(),
});

/** The id derives from the e-mail, so one address is one member of a tenant, however often and in parallel it is invited. */
export const memberStream = (tenant: string, emailKey: string): StreamId => ({ tenant, slice: 'member', id: derivedId('member', tenant, emailKey) });

export function memberRoutes({ dispatch, store, emailKey, hashPassword }: MemberDeps): Route[] {
  const commandRoute = makeCommandRoute(dispatch);
  return [
    commandRoute({
      method: 'post',
      path: '/api/members',
      summary: 'Invite a person with their roles',
      tag,
      permit: permits.InviteMember,
      body: invitation,
      codes: ['auth.password-weak', 'member.already-invited', 'member.patient-missing', 'member.role-not-grantable', 'tenant.unknown', 'patient.unknown'],
      creates: '/api/members',
      to: ({ who, body }) => memberStream(reachable(who, body.tenant ?? who.tenant), emailKey(body.email)),
      command: async ({ who, body: { password, tenant = who.tenant, ...person } }) => {
        if (password !== undefined) mustBeStrong(password, person.email);
        await mustExist(store, tenantStream(tenant));
        if (person.patientId) await mustExist(store, { tenant, slice: 'patient', id: person.patientId });
        return {
          type: 'InviteMember',
          data: { ...person, emailKey: emailKey(person.email), ...(password !== undefined && { passwordHash: await hashPassword(password) }) },
        };
      },
    }),
    commandRoute({
      method: 'post',
      path: '/api/members/{id}/invitation',
      summary: 'Send the invitation again to somebody who has chosen no password yet',
      tag,
      permit: permits.RenewInvitation,
      params,
      codes: ['member.unknown', 'member.has-password'],
      to: ({ who, params }) => ({ tenant: who.tenant, slice: 'member', id: params.id }),
      command: () => ({ type: 'RenewInvitation', data: {} }),
    }),
    commandRoute({
      method: 'post',
      path: '/api/members/{id}/roles',
      summary: 'Grant a role',
      tag,
      permit: permits.GrantRole,
      params,
      body: commands.GrantRole,
      codes: ['member.unknown', 'member.patient-missing', 'member.role-not-grantable'],
      to: ({ who, params }) => ({ tenant: who.tenant, slice: 'member', id: params.id }),
      command: ({ body }) => ({ type: 'GrantRole', data: body }),
    }),
    commandRoute({
      method: 'delete',
      path: '/api/members/{id}',
      summary: 'Remove a member: every role is revoked, and their access ends at once',
      tag,
      permit: permits.RemoveMember,
      params,
      codes: ['member.unknown', 'member.own-self'],
      to: ({ who, params }) => ({ tenant: who.tenant, slice: 'member', id: params.id }),
      command: ({ who, params }) => (params.id === who.memberId ? reject('member.own-self') : { type: 'RemoveMember', data: {} }),
    }),
    commandRoute({
      method: 'delete',
      path: '/api/members/{id}/roles/{role}',
      summary: 'Revoke a role',
      tag,
      permit: permits.RevokeRole,
      params: params.extend({ role }),
      codes: ['member.unknown'],
      to: ({ who, params }) => ({ tenant: who.tenant, slice: 'member', id: params.id }),
      command: ({ params }) => ({ type: 'RevokeRole', data: { role: params.role } }),
    }),
  ];
}
