import type { IntakeCommand } from '#domain/intake/messages.ts';
import type { Permit } from '#write-side/kernel/permits.ts';

export const intakePermits = {
  SendIntake: ['coordinator', 'nurse', 'doctor'],
  AnswerIntake: ['patient', 'nurse', 'coordinator', 'doctor'],
  SubmitIntake: ['patient', 'nurse', 'coordinator', 'doctor'],
  AmendIntake: ['patient', 'nurse', 'doctor'],
} as const satisfies Record<IntakeCommand['type'], Permit>;
