import type { ProjectionCommand } from '#domain/projection/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const projectionPermits = {
  ReplayParkedEvent: ['operator', 'system'],
  DiscardParkedEvent: ['operator', 'system'],
} as const satisfies Record<ProjectionCommand['type'], Permit>;
