// What somebody has to look after becomes a task, and what was looked after ends it. A task's id derives from what it is about, so a thing
// that is told twice is one task, and an answer finds it, whichever of the two arrives first.
import type { Recorded } from '#domain/kernel/envelope.ts';
import { plusDays } from '#domain/kernel/instants.ts';
import type { Role } from '#domain/kernel/roles.ts';
import type { TaskCommand } from '#domain/task/messages.ts';
import { derivedId } from '#write-side/kernel/ids.ts';
import type { Order, Reactor } from '#write-side/kernel/reactor.ts';

type Assign = Extract<TaskCommand, { type: 'AssignTask' }>['data'];
type Rule = {
  readonly kind: Assign['kind'];
  readonly urgency: Assign['urgency'];
  readonly ladder: readonly Role[];
  /** Whether this event is one of those; absent: always. */
  readonly when?: (data: Data) => boolean;
};
type Data = { readonly [F in 'caseId' | 'patientId' | 'level' | 'checkIn' | 'step' | 'by' | 'since']?: string };

const isRed = ({ level }: Data) => level === 'red' || level === 'emergency';
const CLINICAL: readonly Role[] = ['nurse', 'doctor', 'coordinator', 'admin'];
const OFFICE: readonly Role[] = ['coordinator', 'admin'];
/** By event type. */
const RULES: Readonly<Record<string, Rule>> = {
  RecommendationIssued: { kind: 'red-flag', urgency: 'red', ladder: CLINICAL, when: isRed },
  CheckInMissed: {
    kind: 'check-in-missed',
    urgency: 'normal',
    ladder: ['nurse', 'coordinator', 'admin'],
    when: ({ step }) => step === 'staff' || step === 'phone',
  },
  CheckInEscalated: { kind: 'check-in-escalated', urgency: 'red', ladder: CLINICAL },
  InsurerNoticeOverdue: { kind: 'insurer-notice', urgency: 'normal', ladder: OFFICE },
  TravelReviewNeeded: { kind: 'travel-review', urgency: 'normal', ladder: ['doctor', 'coordinator', 'admin'] },
  AuthorisationExpiring: { kind: 'authorisation', urgency: 'normal', ladder: ['admin'] },
  BreakGlassClosed: { kind: 'break-glass', urgency: 'normal', ladder: ['auditor', 'doctor', 'admin'] },
  EmergencyRaised: { kind: 'emergency', urgency: 'red', ladder: CLINICAL },
  AnswerOverdue: { kind: 'answer-overdue', urgency: 'red', ladder: ['coordinator', 'nurse', 'admin'] },
  DepositPaid: { kind: 'travel-plan', urgency: 'normal', ladder: ['travelagent', 'coordinator', 'admin'] },
  DepositOwed: { kind: 'deposit-refund', urgency: 'normal', ladder: ['finance', 'coordinator', 'admin'] },
  MechanismOverdue: { kind: 'report', urgency: 'normal', ladder: ['admin'] },
};
/** Events that end the task of `kind` about the same thing. */
const ENDS: Readonly<Record<string, Assign['kind']>> = {
  RecommendationAccepted: 'red-flag',
  RecommendationEdited: 'red-flag',
  RecommendationRejected: 'red-flag',
  RecommendationExpired: 'red-flag',
  CheckInRecorded: 'check-in-missed',
  InsurerNotified: 'insurer-notice',
  BreakGlassReviewed: 'break-glass',
  MechanismNotified: 'report',
  EmergencyAcknowledged: 'emergency',
  AnswerGiven: 'answer-overdue',
  DepositUsed: 'travel-plan',
  DepositHalted: 'travel-plan',
  DepositSettled: 'deposit-refund',
};
/** Slices with one stream a case, under the case's id. */
const OF_CASE = ['followup', 'travel', 'deposit'];

/** One task for each thing and kind; a check-in missed again and again is one, which climbs. */
const taskId = ({ stream }: Recorded, kind: string, part = '') => derivedId('task', kind, stream.tenant, stream.slice, stream.id, part);

function assign(event: Recorded, { kind, urgency, ladder, when }: Rule): Order | undefined {
  const data = event.data as Data;
  if (when && !when(data)) return undefined;
  const { stream, meta } = event;
  const caseId = OF_CASE.includes(stream.slice) ? stream.id : data.caseId;
  const dueAt = urgency === 'red' ? meta.occurredAt : plusDays(meta.occurredAt, 1);
  const about = `${stream.slice}-${stream.id}`;
  const refers = { ...(caseId && { caseId }), ...(data.patientId && { patientId: data.patientId }) };
  const task: Assign = { kind, urgency, ...refers, about, ladder: [...ladder], dueAt };
  return { to: { tenant: stream.tenant, slice: 'task', id: taskId(event, kind, partOf(event)) }, command: { type: 'AssignTask', data: task } };
}
/** A journey may need a look again and again, a check-in is one of many, a customer waits at different times; other things are told once. */
function partOf({ id, type, data, stream }: Recorded): string {
  if (type === 'TravelReviewNeeded') return id;
  const { checkIn, by, since } = data as Data;
  return checkIn ?? (stream.slice === 'conversation' ? (by ?? since ?? '') : '');
}

function react(event: Recorded): Order | undefined {
  const rule = RULES[event.type];
  if (rule) return assign(event, rule);
  if (event.stream.slice === 'recommendation' && !isRed(event.data as Data)) return undefined;
  const to = { tenant: event.stream.tenant, slice: 'task', id: taskId(event, ENDS[event.type]!, partOf(event)) };
  return { to, command: { type: 'SettleTask', data: {} } };
}

export const tasks: Reactor = { name: 'tasks', types: [...Object.keys(RULES), ...Object.keys(ENDS)], react };
