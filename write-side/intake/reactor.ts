// A changed intake outdates what was built on it: offers that are out, the consent to the treatment, the clearance.
import type { StoredIntakeEvent } from '#domain/intake/messages.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { Order, Reactor } from '#write-side/kernel/reactor.ts';

function react(recorded: Recorded): Order[] {
  const { data, stream, id } = recorded as Recorded<Extract<StoredIntakeEvent, { type: 'IntakeAmended' }>>;
  const { tenant, id: caseId } = stream;
  return [
    { to: { tenant, slice: 'offer', id: caseId }, command: { type: 'OutdateOffers', data: { why: 'intake-changed' } } },
    { to: { tenant, slice: 'consent', id: data.patientId }, command: { type: 'VoidTreatmentConsent', data: { caseId, why: 'intake-changed' } } },
    { to: { tenant, slice: 'checklist', id: caseId }, command: { type: 'RaiseConcern', data: { concern: id, kind: 'intake' } } },
  ];
}

export const intakeChanged: Reactor = { name: 'intake-changed', types: ['IntakeAmended'], react, expected: ['checklist.unknown'] };

/** A case that is over has no offers out. */
export const caseOver: Reactor = {
  name: 'case-over-offers',
  types: ['CaseCancelled', 'CaseDeclined'],
  react: ({ stream }) => ({ to: { ...stream, slice: 'offer' }, command: { type: 'OutdateOffers', data: { why: 'case-over' } } }),
};
