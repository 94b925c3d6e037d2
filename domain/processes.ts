// Every process of the hub: where it begins, by when it has to go on, how it ends. An event belongs to one process.
import { days, each, minutes, type Process, textIn, until } from './kernel/process.ts';

const DAY = 1440;

const commerce: readonly Process[] = [
  {
    name: 'order',
    steps: {
      OrderPlaced: minutes(5),
      OrderStockReserved: minutes(5),
      OrderSecured: days(4),
      OrderPaymentRequested: until('expiresAt'),
      OrderPaid: minutes(5),
    },
    ends: { OrderConfirmed: 'completed', OrderCancelled: 'compensated' },
  },
  {
    name: 'payment',
    steps: { PaymentRequested: minutes(10), PaymentOpened: days(15), PaymentAuthorised: days(7), CaptureRequested: minutes(60), PaymentMismatched: minutes(0) },
    ends: { PaymentCaptured: 'completed', PaymentFailed: 'compensated' },
  },
  { name: 'refund', steps: { RefundRequested: days(3), SurplusCaptured: days(1) }, ends: { PaymentRefunded: 'completed' } },
];

const booking: readonly Process[] = [
  {
    name: 'booking',
    steps: {
      AppointmentRequested: minutes(5),
      AppointmentHeld: until('until'),
      AppointmentConfirming: minutes(5),
      AppointmentMoving: minutes(5),
      AppointmentRescheduled: minutes(5),
      AppointmentCancelled: minutes(5),
      AppointmentResumed: minutes(5),
    },
    ends: {
      AppointmentConfirmed: 'completed',
      AppointmentFreed: 'completed',
      AppointmentRefused: 'compensated',
      AppointmentLapsed: 'compensated',
      AppointmentNotMoved: 'compensated',
    },
  },
];

const care: readonly Process[] = [
  {
    name: 'offer',
    of: each('version'),
    steps: { OfferSent: until('validUntil') },
    ends: {
      OfferAccepted: 'completed',
      OfferDeclined: 'compensated',
      OfferWithdrawn: 'compensated',
      OfferSuperseded: 'compensated',
      OfferExpired: 'compensated',
      OfferOutdated: 'compensated',
    },
  },
  {
    name: 'deposit',
    steps: {
      DepositExpected: days(14),
      DepositAsked: until('until'),
      DepositLapsed: days(14),
      DepositPaid: days(7),
      DepositOwed: days(14),
      DepositResumed: days(14),
    },
    ends: { DepositUsed: 'completed', DepositSettled: 'compensated' },
  },
  {
    name: 'check-in',
    of: each('checkIn'),
    steps: { CheckInDue: minutes(13 * 60), CheckInMissed: minutes(2 * DAY), CheckInEscalated: days(1) },
    ends: { CheckInRecorded: 'completed' },
  },
  {
    name: 'task',
    steps: { TaskAssigned: until('climbsAt'), TaskEscalated: until('climbsAt'), TaskAcknowledged: days(7), TaskExpired: minutes(0) },
    ends: { TaskApproved: 'completed', TaskRejected: 'completed', TaskSettled: 'completed' },
  },
  {
    name: 'insurer-notice',
    steps: { ComplicationReported: minutes(65) },
    ends: { InsurerNotified: 'completed', InsurerNoticeOverdue: 'compensated' },
  },
  {
    name: 'authorisation-expiry',
    steps: { AuthorisationExpiring: days(62) },
    ends: { AuthorisationExpired: 'completed', AuthorisationRevoked: 'completed' },
  },
  {
    name: 'mechanism-notice',
    steps: { MechanismRecorded: until('notifyBy'), MechanismOverdue: minutes(0) },
    ends: { MechanismNotified: 'completed', MechanismEnded: 'completed' },
  },
  {
    name: 'break-glass',
    steps: { BreakGlassOpened: until('endsAt'), BreakGlassClosed: days(7) },
    ends: { BreakGlassReviewed: 'completed' },
  },
  {
    name: 'travel-review',
    steps: { TravelReviewNeeded: days(2) },
    ends: { TravelChanged: 'completed', TravelCancelled: 'completed', FitToFlyCertified: 'completed' },
  },
];

const people: readonly Process[] = [
  {
    name: 'hand-over',
    steps: { HandoverRequested: minutes(15) },
    ends: { HumanTookOver: 'completed', BotResumed: 'compensated', ConversationResolved: 'compensated' },
  },
  { name: 'emergency', steps: { EmergencyRaised: minutes(5) }, ends: { EmergencyAcknowledged: 'completed' } },
  {
    name: 'merge',
    // The record that goes is where it stands, whichever of the two tells.
    of: (event) => textIn(event, 'patientId') ?? event.stream.id,
    steps: { PatientAbsorbed: minutes(5), PatientUnmerged: minutes(5) },
    ends: { PatientMerged: 'completed', MergeDeclined: 'compensated', PatientGivenBack: 'completed' },
  },
  {
    name: 'erasure',
    of: (event) => textIn(event, 'patientId') ?? event.stream.id,
    steps: { ErasureRequested: until('answerBy'), ErasureStarted: days(1), KeysDestroyed: days(1), SinkErased: days(1) },
    ends: { ErasureCompleted: 'completed', ProcessingRestricted: 'completed', ErasureRefused: 'compensated' },
  },
];

export const processes: readonly Process[] = [...commerce, ...booking, ...care, ...people];
