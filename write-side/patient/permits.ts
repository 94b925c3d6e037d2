import type { PatientCommand } from '#domain/patient/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

/** `system` fills an empty hub with synthetic patients. */
export const patientPermits = {
  RegisterPatient: ['coordinator', 'doctor', 'nurse', 'agency'],
  AmendPatient: ['coordinator', 'doctor', 'nurse'],
  LinkIdentity: ['coordinator', 'doctor', 'nurse'],
  AbsorbPatient: ['coordinator', 'doctor'],
  MergePatient: ['system'],
  GiveBackPatient: ['system'],
  UnmergePatient: ['coordinator', 'doctor'],
  RequestErasure: ['patient', 'companion', 'coordinator', 'admin'],
  RecordResources: ['coordinator', 'doctor', 'nurse', 'system'],
} as const satisfies Record<PatientCommand['type'], Permit>;
