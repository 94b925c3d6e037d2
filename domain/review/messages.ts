// The review of one case: which doctor looks at it, and what they found. The stream's id is the case's.
import { z } from 'zod';
import type { CaseCommand } from '../case/messages.ts';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

const reason = z.string().trim().min(1).max(2000);
const stage = z.string().max(20);
type Decision = NonNullable<Extract<CaseCommand, { type: 'AdvanceCase' }>['data']['evaluation']>['decision'];
const DECISIONS = ['eligible', 'conditional', 'not-eligible'] as const satisfies readonly Decision[];
/** A doctor's answer to "may this person have this procedure?", as it is now. */
const evaluation = z.strictObject({ decision: z.enum(DECISIONS), note: z.string().trim().min(1).max(4000).optional() });

export const reviewCommands = defineCommands({
  /** `isDoctor` and `isOver` are what the hub found out about the member and the case. */
  AssignReviewer: z.strictObject({ patientId: id, reviewerId: id, reason: reason.optional(), isDoctor: z.boolean(), isOver: z.boolean() }),
  RecordEvaluation: z.strictObject({ patientId: id, evaluationId: id, evaluation, stage, isOver: z.boolean() }),
});
export type ReviewCommand = CommandOf<typeof reviewCommands>;

export const reviewEvents = defineEvents({
  /** `previousId`: who had it until now. */
  ReviewerAssigned: {
    operational: { patientId: id, reviewerId: id, previousId: id.optional(), assignedBy: z.string(), assignedAt: z.iso.datetime() },
    health: { reason: reason.optional() },
  },
  /** `positive`: an offer may rest on it. */
  EvaluationRecorded: { operational: { patientId: id, evaluationId: id, positive: z.boolean() }, health: { evaluation } },
  EvaluationSuperseded: { operational: { evaluationId: id, supersededBy: id } },
});
export type ReviewEvent = EventOf<typeof reviewEvents>;
export type StoredReviewEvent = StoredEventOf<typeof reviewEvents>;
