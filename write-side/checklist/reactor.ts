// Whatever speaks against a clearance reaches the checklist of its case, in whatever order it is delivered.
import type { StoredCaseEvent } from '#domain/case/messages.ts';
import type { StoredConsentEvent } from '#domain/consent/messages.ts';
import type { StoredInsuranceEvent } from '#domain/insurance/messages.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { Order, Reactor } from '#write-side/kernel/reactor.ts';

type Heard = Recorded<
  | Extract<StoredCaseEvent, { type: 'CaseFlagged' | 'CaseFlagCleared' }>
  | Extract<StoredConsentEvent, { type: 'TreatmentConsentWithdrawn' | 'TreatmentConsentVoided' }>
  | Extract<StoredInsuranceEvent, { type: 'PolicyCancelled' }>
>;

const concern = (event: Recorded, caseId: string, type: 'RaiseConcern' | 'SettleConcern', data: { concern: string; kind: string }): Order => ({
  to: { tenant: event.stream.tenant, slice: 'checklist', id: caseId },
  command: { type, data },
});

function react(recorded: Recorded): Order | undefined {
  const event = recorded as Heard;
  const { id } = event.stream;
  switch (event.type) {
    case 'CaseFlagged':
      return event.data.level === 'red' ? concern(event, id, 'RaiseConcern', { concern: event.data.recommendationId, kind: 'red-flag' }) : undefined;
    case 'CaseFlagCleared':
      return concern(event, id, 'SettleConcern', { concern: event.data.recommendationId, kind: 'red-flag' });
    case 'TreatmentConsentWithdrawn':
    case 'TreatmentConsentVoided':
      return concern(event, event.data.caseId, 'RaiseConcern', { concern: event.data.consentId, kind: 'consent' });
    default:
      return concern(event, id, 'RaiseConcern', { concern: event.data.policyId, kind: 'policy' });
  }
}

export const clearanceConcerns: Reactor = {
  name: 'clearance-concerns',
  types: ['CaseFlagged', 'CaseFlagCleared', 'TreatmentConsentWithdrawn', 'TreatmentConsentVoided', 'PolicyCancelled'],
  react,
  // Without a checklist there is nothing to revoke; one that is started later reads all this when it clears.
  expected: ['checklist.unknown'],
};
