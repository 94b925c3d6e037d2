import type { ComplicationCommand } from '#domain/complication/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const complicationPermits = {
  ReportComplication: ['doctor', 'anaesthetist', 'nurse', 'coordinator'],
  GradeComplication: ['doctor'],
  ResolveComplication: ['doctor'],
  RecordInsurerNotice: ['system', 'coordinator', 'finance'],
  WarnOfInsurerNotice: ['system'],
} as const satisfies Record<ComplicationCommand['type'], Permit>;
