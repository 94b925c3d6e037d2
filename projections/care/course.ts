// The records of what happens in a case, from the first question to the follow-up.
import type { StoredBasisEvent } from '#domain/basis/messages.ts';
import type { StoredBreakGlassEvent } from '#domain/breakglass/messages.ts';
import type { StoredComplicationEvent } from '#domain/complication/messages.ts';
import type { StoredDocumentEvent } from '#domain/document/messages.ts';
import type { StoredFollowUpEvent } from '#domain/followup/messages.ts';
import type { StoredIntakeEvent } from '#domain/intake/messages.ts';
import type { StoredLeadEvent } from '#domain/lead/messages.ts';
import type { StoredMilestoneEvent } from '#domain/milestone/messages.ts';
import type { StoredProcedureEvent } from '#domain/procedure/messages.ts';
import type { StoredRetentionEvent } from '#domain/retention/messages.ts';
import type { StoredReviewEvent } from '#domain/review/messages.ts';
import type { StoredTaskEvent } from '#domain/task/messages.ts';
import type { StoredTransferEvent } from '#domain/transfer/messages.ts';
import type { StoredMechanismEvent } from '#domain/transfermechanism/messages.ts';
import type { StoredTravelEvent } from '#domain/travel/messages.ts';
import { type AnyRecord, anyRecord } from './record.ts';

const lead = anyRecord<StoredLeadEvent>({
  slice: 'lead',
  when: {
    LeadCaptured: { status: 'new' },
    LeadQualified: { status: 'qualified' },
    LeadMerged: { status: 'merged' },
    LeadDisqualified: { status: 'disqualified' },
  },
});

const intake = anyRecord<StoredIntakeEvent>({
  slice: 'intake',
  stream: 'case',
  lists: { answers: [] },
  when: {
    IntakeSent: { status: 'sent' },
    IntakeAnswered: { list: 'answers', entry: 'answered', status: 'answering' },
    IntakeSubmitted: { status: 'submitted' },
    IntakeAmended: { list: 'answers', entry: 'amended', status: 'amended' },
  },
});

const review = anyRecord<StoredReviewEvent>({
  slice: 'review',
  stream: 'case',
  lists: { evaluations: ['evaluationId'] },
  when: {
    ReviewerAssigned: { status: 'assigned' },
    EvaluationRecorded: { list: 'evaluations', entry: 'valid', status: 'evaluated' },
    EvaluationSuperseded: { list: 'evaluations', entry: 'superseded' },
  },
});

const milestone = anyRecord<StoredMilestoneEvent>({
  slice: 'milestone',
  stream: 'case',
  lists: { items: ['item'] },
  when: {
    MilestoneSettled: { list: 'items', entry: 'settled' },
    MilestoneReopened: { list: 'items', entry: 'open' },
  },
});

const travel = anyRecord<StoredTravelEvent>({
  slice: 'travel',
  stream: 'case',
  when: {
    TravelReserved: { status: 'reserved' },
    TravelChanged: { status: 'reserved' },
    TravelCancelled: { status: 'cancelled' },
    FitToFlyCertified: {},
    EarliestReturnMoved: {},
    FitToFlyReopened: {},
    TravelReviewNeeded: { status: 'review' },
  },
});

const transfer = anyRecord<StoredTransferEvent>({
  slice: 'transfer',
  when: {
    TransferScheduled: { status: 'scheduled' },
    DriverAssigned: { status: 'assigned' },
    PatientPickedUp: { status: 'under-way' },
    TransferCompleted: { status: 'completed' },
    TransferCancelled: { status: 'cancelled' },
  },
});

const procedure = anyRecord<StoredProcedureEvent>({
  slice: 'procedure',
  stream: 'case',
  lists: { implants: [] },
  when: {
    ProcedureStarted: { status: 'started' },
    ImplantRecorded: { list: 'implants' },
    ProcedureCompleted: { status: 'completed' },
    PatientDischarged: { status: 'discharged' },
  },
});

const followup = anyRecord<StoredFollowUpEvent>({
  slice: 'followup',
  stream: 'case',
  lists: { checkIns: ['checkIn'] },
  when: {
    FollowUpStarted: { list: 'checkIns', fill: 'checkIns', entry: 'planned', status: 'open' },
    CheckInDue: { list: 'checkIns', entry: 'due' },
    CheckInMissed: { list: 'checkIns', entry: 'missed' },
    CheckInRecorded: { list: 'checkIns', entry: 'recorded' },
    CheckInEscalated: { list: 'checkIns', entry: 'escalated' },
    FollowUpFinished: { status: 'over' },
  },
});

const complication = anyRecord<StoredComplicationEvent>({
  slice: 'complication',
  when: {
    ComplicationReported: { status: 'reported' },
    ComplicationGraded: { status: 'graded' },
    ComplicationResolved: { status: 'resolved' },
    InsurerNotified: {},
    InsurerNoticeOverdue: {},
  },
});

const document = anyRecord<StoredDocumentEvent>({
  slice: 'document',
  when: {
    UploadRequested: { status: 'requested' },
    DocumentRegistered: { status: 'registered' },
    DocumentScanned: { status: 'scanned' },
    DocumentClassified: {},
    DocumentViewed: {},
    DocumentRedacted: { status: 'redacted' },
  },
});

const task = anyRecord<StoredTaskEvent>({
  slice: 'task',
  when: {
    TaskAssigned: { status: 'open' },
    TaskAcknowledged: { status: 'taken' },
    TaskApproved: { status: 'approved' },
    TaskRejected: { status: 'rejected' },
    TaskSettled: { status: 'settled' },
    TaskEscalated: { status: 'open' },
    TaskExpired: { status: 'expired' },
  },
});

const breakglass = anyRecord<StoredBreakGlassEvent>({
  slice: 'breakglass',
  when: { BreakGlassOpened: { status: 'open' }, BreakGlassClosed: { status: 'to-review' }, BreakGlassReviewed: { status: 'reviewed' } },
});

const transfermechanism = anyRecord<StoredMechanismEvent>({
  slice: 'transfermechanism',
  when: {
    MechanismRecorded: { status: 'recorded' },
    MechanismNotified: { status: 'notified' },
    MechanismOverdue: { status: 'overdue' },
    MechanismEnded: { status: 'ended' },
  },
});

const retention = anyRecord<StoredRetentionEvent>({
  slice: 'retention',
  lists: { runs: ['run'] },
  when: {
    RetentionSet: { status: 'set' },
    DestructionStarted: { list: 'runs', entry: 'under-way' },
    DestructionFinished: { list: 'runs', entry: 'finished' },
  },
});

const basis = anyRecord<StoredBasisEvent>({
  slice: 'basis',
  when: { BasisDeclared: { status: 'declared' }, BasisWithdrawn: { status: 'withdrawn' } },
});

export const course: readonly AnyRecord[] = [
  lead,
  intake,
  review,
  milestone,
  travel,
  transfer,
  procedure,
  followup,
  complication,
  document,
  task,
  breakglass,
  transfermechanism,
  retention,
  basis,
];
