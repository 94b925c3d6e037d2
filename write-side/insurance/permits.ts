import type { InsuranceCommand } from '#domain/insurance/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const insurancePermits = {
  BindPolicy: ['coordinator', 'finance'],
  CancelPolicy: ['coordinator', 'finance'],
  ClaimPolicy: ['coordinator', 'finance', 'doctor', 'system'],
} as const satisfies Record<InsuranceCommand['type'], Permit>;
