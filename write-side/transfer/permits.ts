import type { TransferCommand } from '#domain/transfer/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const transferPermits = {
  ScheduleTransfer: ['travelagent', 'coordinator'],
  AssignDriver: ['travelagent', 'coordinator'],
  PickUpPatient: ['travelagent', 'coordinator', 'interpreter'],
  CompleteTransfer: ['travelagent', 'coordinator', 'interpreter'],
  CancelTransfer: ['travelagent', 'coordinator'],
} as const satisfies Record<TransferCommand['type'], Permit>;
