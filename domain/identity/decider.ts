import { type Decider, reject } from '../kernel/decider.ts';
import type { IdentityCommand, IdentityEvent } from './messages.ts';

export type IdentityState = { readonly patientId?: string };

export const identity: Decider<IdentityCommand, IdentityEvent, IdentityState> = {
  initial: {},
  decide: {
    ClaimIdentity: ({ data: { patientId } }, state) => {
      if (state.patientId === patientId) return [];
      return state.patientId ? reject('patient.identity-taken', { patientId: state.patientId }) : [{ type: 'IdentityClaimed', data: { patientId } }];
    },
  },
  evolve: { IdentityClaimed: ({ data: { patientId } }) => ({ patientId }) },
};
