// What of an event's operational data the warehouse shows. Every field needs a decision here; the test finds one without.
import type { Row } from './ports.ts';

/** plain: as it is. pseudonym: a keyed digest, equal within a tenant. absent: an identifier, a digest of one, or words somebody typed. */
export type Treatment = 'plain' | 'pseudonym' | 'absent';

const PLAIN = 'caseId recommendationId inputEventIds from to stage level rule version wording model missing role slug kind locale timezone language country';
const PSEUDONYM = 'patientId referredBy resourceId';
const ABSENT = 'emailKey identity fingerprint name reason title actions evidence';
const named = (names: string, treatment: Treatment) => names.split(' ').map((name): [string, Treatment] => [name, treatment]);

const TREATMENT: ReadonlyMap<string, Treatment> = new Map([
  ...named(PLAIN, 'plain'),
  ...named(PSEUDONYM, 'pseudonym'),
  ...named(ABSENT, 'absent'),
  ...named('channel messageId context sentAt author purpose template answers reportedAt code status how', 'plain'),
  ...named('contactId memberId userId', 'pseudonym'),
  ...named('byMail', 'plain'),
  ...named('externalKey', 'absent'),
  ...named('validFrom validTo until validUntil currency total why by kind evaluationId authorisationId policyId consentId complicationId', 'plain'),
  ...named('items item goodUntil because concern', 'plain'),
  ...named(
    'processor signedAt notifyBy notifiedAt late questionnaire questions basis earliest clearanceId endedAt checkIns checkIn since worry outcome',
    'plain',
  ),
  ...named('mediaType size verdict urgency ladder dueAt climbsAt rung endsAt', 'plain'),
  ...named('recipient into reviewedBy', 'pseudonym'),
  ...named('source minutes returnAt licence pickUpAt about', 'absent'),
  ...named('number', 'absent'),
  ...named(
    'board slots firmwareVersion charging config epoch bytes refusal interactions batteryLevel rssi percent failureLimit pausedBy deviceId holder',
    'plain',
  ),
  ...named('serial credentialHash location connectionId sha256 url keyId signature publicKey', 'absent'),
  ...named('weekly overrides capacity weight perDay perWeek needs step notice hold group approval blockId', 'plain'), // schedules
  ...named('holdId period party start end before after offeringId price cancellationHours attempt confirm appointmentId at', 'plain'),
  ...named('actor customerId', 'pseudonym'),
  ...named('entryId waitlistEntry', 'plain'),
  ...named('booking hosts staff', 'absent'), // name members
  ...named('memberPerHour tenantPerDay inboundPerMinute share', 'plain'), // limits
  ...named('AppointmentRequested.code', 'absent'),
  ...named('AppointmentRefused.reason AppointmentLapsed.reason AppointmentNotMoved.reason', 'plain'),
  ...named(
    'direction conversationId answeredBy granted notice seqs codec mos lossPercent jitterMs answerMs cause endedBy topic languages skills steps',
    'plain',
  ),
  ...named('line target texts extension label prefix', 'absent'),
  ...named('category openingStock amount taxRate orderId quantity available threshold change totals paymentMethod expiresAt next', 'plain'), // commerce
  ...named('paymentId provider year stock refund refundId capture outcome of source', 'plain'),
  ...named('description terms reference lines session evidenceId providerPaymentId', 'absent'),
  ...named('readerKind readerRole route abroad', 'plain'), // disclosures
  ...named('readerId onBehalfOf', 'pseudonym'),
  ...named('persons withheld correlation', 'absent'),
  ...named('actorId', 'pseudonym'), // findings
  ...named('count', 'plain'),
  ...named('law patientIds places', 'absent'),
  ...named('hook webhookId', 'plain'), // accounts at providers
  ...named('account settings digest', 'absent'),
  ...named('answerBy', 'plain'), // requests of patients
  ...named('asked granted grounds run sinks sink found keys method startedAt receipts', 'plain'), // erasures
  ...named('medicalRecordYears commercialRecordYears neverTreatedYears everyDays examined erased', 'plain'),
  ...named('sql parameters chart note tiles label', 'absent'), // what analysts write
  ...named('statement', 'absent'), // why a tenant says it may
  ...named('scopes', 'plain'),
  ...named('origins', 'absent'),
  ...named('holderKind formerKind', 'plain'), // whose a contact is
  ...named('holderId formerId', 'pseudonym'),
  ...named('conversations', 'absent'),
  ...named('reviewerId previousId assignedBy', 'pseudonym'), // reviews
  ...named('assignedAt supersededBy', 'plain'),
  ...named('positive', 'absent'),
  ...named('industry', 'plain'),
  ...named('settledBy', 'pseudonym'),
  ...named('ok', 'plain'),
  ...named('websiteUrl', 'absent'),
  ['ParkedEventReplayed.eventId', 'plain'],
  ['ParkedEventDiscarded.eventId', 'plain'],
  ['NoticeAcknowledged.text', 'plain'], // versions of texts, not words
  ['ConsentGranted.text', 'plain'],
  ['RecommendationExpired.reason', 'plain'], // one of three words, not typed by anybody
]);

/** Type → what holds for its fields alone. */
const OF_TYPE = Map.groupBy(
  [...TREATMENT].filter(([name]) => name.includes('.')),
  ([name]) => name.slice(0, name.indexOf('.')),
);

/** Undefined for a field nobody has decided about, which is then kept out. */
export const treatmentOf = (type: string, field: string): Treatment | undefined =>
  OF_TYPE.get(type)?.find(([name]) => name === `${type}.${field}`)?.[1] ?? TREATMENT.get(field);

/** The ids in `data` that must be turned into pseudonyms. */
export function idsIn(type: string, data: object): string[] {
  const ids: string[] = [];
  for (const [field, value] of Object.entries(data)) if (typeof value === 'string' && treatmentOf(type, field) === 'pseudonym') ids.push(value);
  return ids;
}

export function disclose(type: string, data: object, pseudonym: (id: string) => string): Row {
  const shown: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(data)) {
    const treatment = treatmentOf(type, field);
    if (treatment === 'plain') shown[field] = value;
    else if (treatment === 'pseudonym' && typeof value === 'string') shown[field] = pseudonym(value);
  }
  return shown;
}
