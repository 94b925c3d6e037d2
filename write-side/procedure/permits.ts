import type { ProcedureCommand } from '#domain/procedure/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const procedurePermits = {
  StartProcedure: ['doctor', 'anaesthetist', 'nurse'],
  RecordImplant: ['doctor', 'nurse'],
  CompleteProcedure: ['doctor'],
  DischargePatient: ['doctor'],
} as const satisfies Record<ProcedureCommand['type'], Permit>;
