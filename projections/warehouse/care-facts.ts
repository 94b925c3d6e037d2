// What care led to, case by case: offers and their price, the procedure, complications and follow-up. Grades and findings stay sealed.
import { factTable, made, number, person, word } from './fact-table.ts';
import { textOf } from './fold.ts';

export const CARE_FACTS = factTable({
  name: 'care_facts',
  id: 'stream',
  idOf: ({ stream }) => `${stream.slice}-${stream.id}`, // offers, procedures and follow-ups have the case's id
  facts: {
    OfferSent: 'offer_sent',
    OfferAccepted: 'offer_accepted',
    OfferDeclined: 'offer_declined',
    ProcedureStarted: 'procedure_started',
    ProcedureCompleted: 'procedure_completed',
    PatientDischarged: 'discharged',
    ComplicationReported: 'complication_reported',
    ComplicationResolved: 'complication_resolved',
    FollowUpStarted: 'followup_started',
    CheckInMissed: 'checkin_missed',
    CheckInRecorded: 'checkin_recorded',
    CheckInEscalated: 'checkin_escalated',
    FollowUpFinished: 'followup_finished',
  },
  columns: {
    case_id: made('String', (event) => textOf(event, 'caseId') || event.stream.id),
    patient: person('patientId'),
    total: number('total', 'Int64'),
    currency: word('currency'),
    worry: word('worry'),
    outcome: word('outcome'),
    offer_version: number('version', 'UInt32'),
    complication_id: made('String', (event) => (event.stream.slice === 'complication' ? event.stream.id : '')),
  },
});
