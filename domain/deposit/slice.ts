import type { Slice } from '../kernel/slice.ts';
import { type DepositState, depositDecider } from './decider.ts';
import { type DepositCommand, type DepositEvent, depositCommands, depositEvents } from './messages.ts';

export const depositSlice: Slice<DepositCommand, DepositEvent, DepositState> = {
  name: 'deposit',
  schema: 1,
  commands: depositCommands,
  events: depositEvents,
  decider: depositDecider,
  opens: [],
  subject: (_, event, state) => ('patientId' in event.data ? event.data.patientId : state.patientId),
};
