import type { ConsentCommand } from '#domain/consent/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

/** Staff record what a person said or signed; the actor of the event is whoever recorded it. */
export const consentPermits = {
  AcknowledgeNotice: ['patient', 'coordinator', 'nurse', 'doctor', 'agent'],
  GrantConsent: ['patient', 'coordinator', 'nurse', 'doctor'],
  WithdrawConsent: ['patient', 'coordinator', 'nurse', 'doctor'],
  ExpireConsent: ['system'],
  GrantTreatmentConsent: ['patient', 'doctor', 'anaesthetist'],
  WithdrawTreatmentConsent: ['patient', 'coordinator', 'nurse', 'doctor', 'anaesthetist'],
  VoidTreatmentConsent: ['doctor', 'anaesthetist', 'system'],
} as const satisfies Record<ConsentCommand['type'], Permit>;
