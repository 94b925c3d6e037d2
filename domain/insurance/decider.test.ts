import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { InsuranceEvent } from './messages.ts';
import { insuranceSlice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const policy = { patientId: id(1), policyId: id(2), from: '2026-01-01', to: '2026-03-01', insurer: 'Allianz', number: 'P-1' };
const bound: InsuranceEvent = { type: 'PolicyBound', data: policy };
const cancelled: InsuranceEvent = { type: 'PolicyCancelled', data: { policyId: id(2), reason: 'x' } };
const claim = { type: 'ClaimPolicy', data: { complicationId: id(3) } } as const;
const claimed: InsuranceEvent = { type: 'PolicyClaimed', data: { policyId: id(2), complicationId: id(3) } };

spec('insurance', (it) => {
  it('one policy is bound at a time, and another after it was cancelled', () => {
    given(insuranceSlice).when({ type: 'BindPolicy', data: policy }).then(bound);
    given(insuranceSlice, bound).when({ type: 'BindPolicy', data: policy }).then(reject('insurance.already-bound'));
    given(insuranceSlice, bound, cancelled).when({ type: 'BindPolicy', data: policy }).then(bound);
  });
  it('a policy that is over or ends before it begins is not bound', () => {
    for (const days of [{ from: '2025-01-01', to: '2026-01-01' }, { from: '2026-04-01' }])
      given(insuranceSlice)
        .when({ type: 'BindPolicy', data: { ...policy, ...days } })
        .then(reject('insurance.over'));
  });
  it('a complication is claimed once, on a policy that stands', () => {
    given(insuranceSlice, bound).when(claim).then(claimed);
    given(insuranceSlice, bound, claimed).when(claim).then();
    given(insuranceSlice, bound, cancelled).when(claim).then(reject('insurance.not-bound'));
    given(insuranceSlice).when(claim).then(reject('insurance.unknown'));
  });
  it('cancelling twice changes nothing', () => {
    given(insuranceSlice, bound)
      .when({ type: 'CancelPolicy', data: { reason: 'x' } })
      .then(cancelled);
    given(insuranceSlice, bound, cancelled)
      .when({ type: 'CancelPolicy', data: { reason: 'x' } })
      .then();
  });
});
