import { ROLES } from '#domain/kernel/roles.ts';
import type { MemberCommand } from '#domain/member/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const memberPermits = {
  InviteMember: ['admin', 'operator', 'system'],
  RenewInvitation: ['admin', 'operator', 'system'],
  SetPassword: [...ROLES, 'system'], // one's own: the route names no other
  EnrolFactor: [...ROLES, 'system'],
  RemoveFactor: [...ROLES, 'system'], // one's own, or by an administrator's route
  GrantRole: ['admin', 'operator', 'system'],
  RevokeRole: ['admin', 'operator', 'system'],
  RemoveMember: ['admin', 'operator', 'system'],
} as const satisfies Record<MemberCommand['type'], Permit>;
