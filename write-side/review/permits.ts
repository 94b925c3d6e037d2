import type { ReviewCommand } from '#domain/review/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const reviewPermits = {
  AssignReviewer: ['coordinator', 'doctor', 'nurse'],
  RecordEvaluation: ['doctor'],
} as const satisfies Record<ReviewCommand['type'], Permit>;
