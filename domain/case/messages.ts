// A case: one patient's way to one procedure.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { STAGES } from './stages.ts';

export const stage = z.enum(STAGES);
export const reason = z.string().trim().min(1).max(2000);
/** A coded procedure; `system` is the code's URI, SNOMED CT when absent. */
export const procedure = z.strictObject({ system: z.url().optional(), code: z.string().trim().min(1).max(64), text: z.string().trim().min(1).max(500) });
export const DECISIONS = ['eligible', 'conditional', 'not-eligible'] as const;
/** A doctor's answer to "may this person have this procedure?". */
export const evaluation = z.strictObject({ decision: z.enum(DECISIONS), note: z.string().trim().min(1).max(4000).optional() });
export const flagLevel = z.enum(['amber', 'red']);

export type Procedure = z.infer<typeof procedure>;
export type Evaluation = z.infer<typeof evaluation>;
export type FlagLevel = z.infer<typeof flagLevel>;

const withReason = z.strictObject({ reason });
export const caseCommands = defineCommands({
  OpenCase: z.strictObject({ patientId: id, procedure, referredBy: id.optional() }),
  AdvanceCase: z.strictObject({ to: stage, evaluation: evaluation.optional() }),
  SkipCaseStage: z.strictObject({ to: stage, reason }),
  HoldCase: withReason,
  ResumeCase: withReason,
  CancelCase: withReason,
  DeclineCase: z.strictObject({ reason, evaluation: evaluation.optional() }),
  CloseCase: withReason,
  ReopenCase: withReason,
  FlagCase: z.strictObject({ recommendationId: id, level: flagLevel }),
  ClearCaseFlag: z.strictObject({ recommendationId: id }),
});
export type CaseCommand = CommandOf<typeof caseCommands>;

const sealedReason = { health: { reason } };
export const caseEvents = defineEvents({
  /** `referredBy`: the member (of role agency) who brought the patient. */
  CaseOpened: { operational: { patientId: id, referredBy: id.optional() }, health: { procedure } },
  CaseStageEntered: { operational: { from: stage, to: stage }, health: { evaluation: evaluation.optional() } },
  CaseStageSkipped: { operational: { from: stage, to: stage }, health: { reason } },
  CaseHeld: sealedReason,
  CaseResumed: sealedReason,
  CaseCancelled: sealedReason,
  CaseDeclined: { health: { reason, evaluation: evaluation.optional() } },
  /** The stage becomes `closed`. */
  CaseClosed: sealedReason,
  /** `stage`: where the case goes on; the one it stood at, follow-up if it was closed. */
  CaseReopened: { operational: { stage }, health: { reason } },
  CaseFlagged: { operational: { recommendationId: id, level: flagLevel } },
  /** May come for a recommendation that was never flagged: then a later flag for it has no effect. */
  CaseFlagCleared: { operational: { recommendationId: id } },
});
export type CaseEvent = EventOf<typeof caseEvents>;
export type StoredCaseEvent = StoredEventOf<typeof caseEvents>;
