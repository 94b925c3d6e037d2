import type { TravelCommand } from '#domain/travel/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const travelPermits = {
  ReserveTravel: ['travelagent', 'coordinator'],
  ChangeTravel: ['travelagent', 'coordinator'],
  CancelTravel: ['travelagent', 'coordinator'],
  CertifyFitToFly: ['doctor'],
  MoveProcedureEnd: ['system'],
  ReopenFitToFly: ['system'],
} as const satisfies Record<TravelCommand['type'], Permit>;
