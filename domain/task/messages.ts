// Something a person has to do or decide, who, and until when. If nobody takes it, it climbs a ladder of roles.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { role } from '../kernel/roles.ts';

export const TASK_KINDS = [
  'red-flag',
  'check-in-missed',
  'check-in-escalated',
  'insurer-notice',
  'travel-review',
  'authorisation',
  'break-glass',
  'approval',
  'report',
  'travel-plan',
  'deposit-refund',
  'emergency',
  'answer-overdue',
] as const;
const instant = z.iso.datetime();
const words = z.string().trim().min(1).max(4000);
const task = {
  kind: z.enum(TASK_KINDS),
  /** red climbs every five minutes from now on; normal once a day from its due time. */
  urgency: z.enum(['normal', 'red']),
  caseId: id.optional(),
  patientId: id.optional(),
  /** What it is about, as slice and id of the stream. */
  about: z
    .string()
    .regex(/^[a-z]+-.+$/)
    .max(120),
  ladder: z.array(role).min(1).max(8),
  memberId: id.optional(),
  dueAt: instant,
};
/** Words about a patient; without one a task says everything by its kind. */
const text = words.optional();
const climbsAt = instant;

export const taskCommands = defineCommands({
  AssignTask: z.strictObject({ ...task, text }),
  /** Somebody looks after it: it climbs no further. */
  AcknowledgeTask: z.strictObject({}),
  ApproveTask: z.strictObject({ note: text }),
  RejectTask: z.strictObject({ reason: words }),
  /** What it was about was done elsewhere. */
  SettleTask: z.strictObject({}),
  EscalateTask: z.strictObject({ rung: z.int().min(1) }),
});
export type TaskCommand = CommandOf<typeof taskCommands>;

/** What is written is sealed for the patient; where there is none, for whoever wrote it. */
const decided = { memberId: id };
export const taskEvents = defineEvents({
  TaskAssigned: { operational: { ...task, climbsAt }, health: { text } },
  TaskAcknowledged: { operational: decided },
  TaskApproved: { operational: decided, health: { note: text } },
  TaskRejected: { operational: decided, health: { reason: words } },
  /** May come before its task: then the task is never assigned. */
  TaskSettled: { operational: {} },
  TaskEscalated: { operational: { rung: z.int(), role, climbsAt } },
  /** The whole ladder was climbed and nobody answered. */
  TaskExpired: { operational: { kind: task.kind, urgency: task.urgency } },
});
export type TaskEvent = EventOf<typeof taskEvents>;
export type StoredTaskEvent = StoredEventOf<typeof taskEvents>;
