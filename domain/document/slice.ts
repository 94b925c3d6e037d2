import type { Slice } from '../kernel/slice.ts';
import { type DocumentState, documentDecider } from './decider.ts';
import { type DocumentCommand, type DocumentEvent, documentCommands, documentEvents } from './messages.ts';

export const documentSlice: Slice<DocumentCommand, DocumentEvent, DocumentState> = {
  name: 'document',
  schema: 1,
  commands: documentCommands,
  events: documentEvents,
  decider: documentDecider,
  opens: [],
  subject: (_, event, state) => ('patientId' in event.data ? event.data.patientId : state.status === 'unknown' ? undefined : state.patientId),
};
