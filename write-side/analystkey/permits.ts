import type { AnalystkeyCommand } from '#domain/analystkey/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const analystkeyPermits = {
  IssueAnalystKey: ['analyst'],
  RevokeAnalystKey: ['analyst', 'admin'],
} as const satisfies Record<AnalystkeyCommand['type'], Permit>;
