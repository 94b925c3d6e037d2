// A complication is told to everyone it concerns: the policy of its case, the clearance, the flight home. The policy answers with its claim,
// and so the complication knows that the insurer was told; when that fails, its own deadline says so.
import type { StoredComplicationEvent } from '#domain/complication/messages.ts';
import type { StoredInsuranceEvent } from '#domain/insurance/messages.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { Order, Reactor } from '#write-side/kernel/reactor.ts';

function tell(recorded: Recorded): Order[] {
  const { type, data, stream } = recorded as Recorded<StoredComplicationEvent>;
  const of = (slice: string) => ({ tenant: stream.tenant, slice, id: data.caseId });
  const concern = { concern: stream.id, kind: 'complication' };
  if (type === 'ComplicationResolved') return [{ to: of('checklist'), command: { type: 'SettleConcern', data: concern } }];
  return [
    { to: of('insurance'), command: { type: 'ClaimPolicy', data: { complicationId: stream.id } } },
    { to: of('checklist'), command: { type: 'RaiseConcern', data: concern } },
    { to: of('travel'), command: { type: 'ReopenFitToFly', data: { patientId: data.patientId, complicationId: stream.id } } },
  ];
}

export const complicationTold: Reactor = {
  name: 'complication-told',
  types: ['ComplicationReported', 'ComplicationResolved'],
  react: tell,
  // No policy: the complication's deadline makes it somebody's task. No checklist: nothing to revoke.
  expected: ['insurance.unknown', 'insurance.not-bound', 'checklist.unknown'],
};

export const insurerTold: Reactor = {
  name: 'insurer-told',
  types: ['PolicyClaimed'],
  react: (recorded) => {
    const { data, stream } = recorded as Recorded<Extract<StoredInsuranceEvent, { type: 'PolicyClaimed' }>>;
    const to = { tenant: stream.tenant, slice: 'complication', id: data.complicationId };
    return { to, command: { type: 'RecordInsurerNotice', data: { policyId: data.policyId } } };
  },
  // A claim by hand for something that was never reported here.
  expected: ['complication.unknown'],
};
