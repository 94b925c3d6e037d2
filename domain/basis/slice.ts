import type { Slice } from '../kernel/slice.ts';
import { type BasisState, basisDecider } from './decider.ts';
import { type BasisCommand, type BasisEvent, basisCommands, basisEvents } from './messages.ts';

export const basisSlice: Slice<BasisCommand, BasisEvent, BasisState> = {
  name: 'basis',
  schema: 1,
  commands: basisCommands,
  events: basisEvents,
  decider: basisDecider,
  subject: () => undefined, // a tenant's declaration
};
