import type { Slice } from '../kernel/slice.ts';
import { type DialplanState, dialplan } from './decider.ts';
import { type DialplanCommand, type DialplanEvent, dialplanCommands, dialplanEvents } from './messages.ts';

export const dialplanSlice: Slice<DialplanCommand, DialplanEvent, DialplanState> = {
  name: 'dialplan',
  schema: 1,
  commands: dialplanCommands,
  events: dialplanEvents,
  decider: dialplan,
  opens: [],
  subject: () => undefined,
};
