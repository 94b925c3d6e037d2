import type { MemberCommand } from '#domain/member/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const memberPermits = {
  InviteMember: ['admin', 'operator', 'system'],
  SetPassword: ['system'],
  GrantRole: ['admin', 'operator', 'system'],
  RevokeRole: ['admin', 'operator', 'system'],
} as const satisfies Record<MemberCommand['type'], Permit>;
