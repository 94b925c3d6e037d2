import { type Decider, reject } from '../kernel/decider.ts';
import { dayOf } from '../kernel/instants.ts';
import type { InsuranceCommand, InsuranceEvent } from './messages.ts';

type Known = { readonly status: 'bound' | 'cancelled'; readonly patientId: string; readonly policyId: string; readonly claims: readonly string[] };
export type InsuranceState = { readonly status: 'unknown' } | Known;

export const insuranceDecider: Decider<InsuranceCommand, InsuranceEvent, InsuranceState> = {
  initial: { status: 'unknown' },
  decide: {
    BindPolicy: ({ data: { patientId, policyId, from, to, insurer, number }, at }, state) => {
      if (state.status === 'bound') return reject('insurance.already-bound', { policyId: state.policyId });
      if (to < from || to < dayOf(at)) return reject('insurance.over', { to });
      return [{ type: 'PolicyBound', data: { patientId, policyId, from, to, insurer, number } }];
    },
    CancelPolicy: ({ data: { reason } }, state) => {
      if (state.status === 'unknown') return reject('insurance.unknown');
      return state.status === 'bound' ? [{ type: 'PolicyCancelled', data: { policyId: state.policyId, reason } }] : [];
    },
    ClaimPolicy: ({ data: { complicationId } }, state) => {
      if (state.status === 'unknown') return reject('insurance.unknown');
      if (state.status === 'cancelled') return reject('insurance.not-bound');
      return state.claims.includes(complicationId) ? [] : [{ type: 'PolicyClaimed', data: { policyId: state.policyId, complicationId } }];
    },
  },
  evolve: {
    PolicyBound: ({ data: { patientId, policyId } }) => ({ status: 'bound', patientId, policyId, claims: [] }),
    PolicyCancelled: (_, state) => (state.status === 'unknown' ? state : { ...state, status: 'cancelled' }),
    PolicyClaimed: ({ data }, state) => (state.status === 'unknown' ? state : { ...state, claims: [...state.claims, data.complicationId] }),
  },
};
