import type { Decider } from '../kernel/decider.ts';
import type { BasisCommand, BasisEvent } from './messages.ts';

type Declared = Extract<BasisEvent, { type: 'BasisDeclared' }>['data'];
export type BasisState = { readonly declared?: Declared };

export const basisDecider: Decider<BasisCommand, BasisEvent, BasisState> = {
  initial: {},
  decide: {
    DeclareBasis: ({ data: { basis, statement } }, { declared }) =>
      declared?.basis === basis && declared.statement === statement ? [] : [{ type: 'BasisDeclared', data: { basis, statement } }],
    WithdrawBasis: (_, { declared }) => (declared ? [{ type: 'BasisWithdrawn', data: {} }] : []),
  },
  evolve: { BasisDeclared: ({ data }) => ({ declared: data }), BasisWithdrawn: () => ({}) },
};
