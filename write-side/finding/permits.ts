import type { FindingCommand } from '#domain/finding/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const findingPermits = {
  RaiseFinding: ['agent'],
  ConfirmFinding: ['auditor', 'admin'],
  DismissFinding: ['auditor', 'admin'],
} as const satisfies Record<FindingCommand['type'], Permit>;
