import type { DocumentCommand } from '#domain/document/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const documentPermits = {
  RequestUpload: ['patient', 'companion', 'coordinator', 'nurse', 'doctor'],
  RegisterDocument: ['patient', 'companion', 'coordinator', 'nurse', 'doctor', 'system'],
  RecordScan: ['coordinator', 'system'],
  ClassifyDocument: ['coordinator', 'nurse', 'doctor', 'agent'],
  ViewDocument: ['patient', 'coordinator', 'nurse', 'doctor', 'anaesthetist'],
  RedactDocument: ['doctor', 'coordinator'],
} as const satisfies Record<DocumentCommand['type'], Permit>;
