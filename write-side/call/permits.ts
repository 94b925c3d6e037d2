import type { CallCommand } from '#domain/call/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

const PHONE = ['coordinator', 'doctor', 'nurse', 'interpreter'] as const;
/** What the line itself does is told by the hub's telephony. */
export const callPermits = {
  OfferCall: [...PHONE, 'device', 'system'],
  AnswerCall: [...PHONE, 'agent', 'system'],
  TransferCall: [...PHONE, 'agent', 'system'],
  RecordCallConsent: [...PHONE, 'agent', 'system'],
  AddTranscript: ['agent', 'system'],
  RecordCallQuality: ['system'],
  EndCall: [...PHONE, 'agent', 'device', 'system'],
} as const satisfies Record<CallCommand['type'], Permit>;
