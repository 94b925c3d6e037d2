import type { DepositCommand } from '#domain/deposit/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const depositPermits = {
  ExpectDeposit: ['system'],
  AskDeposit: ['coordinator', 'finance'],
  LapseDeposit: ['system'],
  CountDeposit: ['system'],
  ReturnDeposit: ['system'],
  UseDeposit: ['system'],
  HaltDeposit: ['system'],
  ResumeDeposit: ['system'],
  KeepDeposit: ['finance'],
} as const satisfies Record<DepositCommand['type'], Permit>;
