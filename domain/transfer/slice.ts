import type { Slice } from '../kernel/slice.ts';
import { type TransferState, transferDecider } from './decider.ts';
import { type TransferCommand, type TransferEvent, transferCommands, transferEvents } from './messages.ts';

export const transferSlice: Slice<TransferCommand, TransferEvent, TransferState> = {
  name: 'transfer',
  schema: 1,
  commands: transferCommands,
  events: transferEvents,
  decider: transferDecider,
  opens: [],
  subject: (_, event, state) => ('patientId' in event.data ? event.data.patientId : state.status === 'unknown' ? undefined : state.patientId),
};
