import { type Decider, type Given, type Rejection, reject } from '../kernel/decider.ts';
import type { Role } from '../kernel/roles.ts';
import type { MemberCommand, MemberEvent } from './messages.ts';

export type MemberState =
  | { status: 'unknown' }
  | { status: 'invited'; roles: readonly Role[]; emailKey: string; patientId?: string; hasPassword?: boolean; hasFactor?: boolean };

/** Roles that see one patient's own cases are meaningless, and unsafe, without that patient. */
const BOUND: readonly Role[] = ['patient', 'companion'];
/** Only the platform makes operators: an admin of one tenant must not reach the others. */
const mayGrant = (role: Role, { by }: Given) => role !== 'operator' || by.kind === 'system' || by.role === 'operator';

function refusal(role: Role, patientId: string | undefined, given: Given): Rejection | undefined {
  if (!mayGrant(role, given)) return reject('member.role-not-grantable', { role });
  return BOUND.includes(role) && !patientId ? reject('member.patient-missing', { role }) : undefined;
}
const granted = (role: Role): MemberEvent => ({ type: 'RoleGranted', data: { role } });

export const member: Decider<MemberCommand, MemberEvent, MemberState> = {
  initial: { status: 'unknown' },
  decide: {
    InviteMember: ({ data, ...given }, { status }) => {
      if (status === 'invited') return reject('member.already-invited');
      const { email, emailKey, name, patientId, passwordHash } = data;
      const roles = [...new Set(data.roles)];
      const refused = roles.map((role) => refusal(role, patientId, given)).find(Boolean);
      if (refused) return refused;
      const invited: MemberEvent = {
        type: 'MemberInvited',
        data: { emailKey, email, name, ...(patientId && { patientId }), ...(!passwordHash && { byMail: true }) },
      };
      const password: MemberEvent[] = passwordHash ? [{ type: 'PasswordSet', data: { passwordHash } }] : [];
      return [invited, ...password, ...roles.map(granted)];
    },
    RenewInvitation: (_, state) => {
      if (state.status === 'unknown') return reject('member.unknown');
      return state.hasPassword ? reject('member.has-password') : [{ type: 'InvitationRenewed', data: { emailKey: state.emailKey } }];
    },
    SetPassword: ({ data: { passwordHash } }, { status }) =>
      status === 'unknown' ? reject('member.unknown') : [{ type: 'PasswordSet', data: { passwordHash } }],
    EnrolFactor: ({ data: { secret, recovery } }, state) => {
      if (state.status === 'unknown') return reject('member.unknown');
      return state.hasFactor ? reject('member.factor-enrolled') : [{ type: 'FactorEnrolled', data: { secret, recovery } }];
    },
    RemoveFactor: (_, state) => {
      if (state.status === 'unknown') return reject('member.unknown');
      return state.hasFactor ? [{ type: 'FactorRemoved', data: {} }] : [];
    },
    GrantRole: ({ data: { role }, ...given }, state) => {
      if (state.status === 'unknown') return reject('member.unknown');
      if (state.roles.includes(role)) return [];
      return refusal(role, state.patientId, given) ?? [granted(role)];
    },
    RevokeRole: ({ data: { role } }, state) => {
      if (state.status === 'unknown') return reject('member.unknown');
      return state.roles.includes(role) ? [{ type: 'RoleRevoked', data: { role } }] : [];
    },
    RemoveMember: (_, state) => (state.status === 'unknown' ? reject('member.unknown') : state.roles.map((role) => ({ type: 'RoleRevoked', data: { role } }))),
  },
  evolve: {
    MemberInvited: ({ data: { emailKey, patientId } }) => ({ status: 'invited', roles: [], emailKey, ...(patientId && { patientId }) }),
    InvitationRenewed: (_, state) => state,
    PasswordSet: (_, state) => (state.status === 'unknown' ? state : { ...state, hasPassword: true }),
    FactorEnrolled: (_, state) => (state.status === 'unknown' ? state : { ...state, hasFactor: true }),
    FactorRemoved: (_, state) => (state.status === 'unknown' ? state : { ...state, hasFactor: false }),
    RoleGranted: ({ data: { role } }, state) => (state.status === 'unknown' ? state : { ...state, roles: [...state.roles, role] }),
    RoleRevoked: ({ data: { role } }, state) => (state.status === 'unknown' ? state : { ...state, roles: state.roles.filter((r) => r !== role) }),
  },
};
