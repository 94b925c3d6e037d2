import type { LeadCommand } from '#domain/lead/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const leadPermits = {
  CaptureLead: ['coordinator', 'nurse', 'agency', 'agent'],
  QualifyLead: ['coordinator', 'nurse', 'agent'],
  MergeLead: ['coordinator'],
  DisqualifyLead: ['coordinator'],
} as const satisfies Record<LeadCommand['type'], Permit>;
