import type { RetentionCommand } from '#domain/retention/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const retentionPermits = {
  SetRetention: ['admin'],
  StartDestruction: ['admin', 'system'],
  FinishDestruction: ['system'],
} as const satisfies Record<RetentionCommand['type'], Permit>;
