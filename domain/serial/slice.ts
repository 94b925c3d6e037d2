import type { Slice } from '../kernel/slice.ts';
import { type SerialState, serial } from './decider.ts';
import { type SerialCommand, type SerialEvent, serialCommands, serialEvents } from './messages.ts';

export const serialSlice: Slice<SerialCommand, SerialEvent, SerialState> = {
  name: 'serial',
  schema: 1,
  commands: serialCommands,
  events: serialEvents,
  decider: serial,
  opens: [],
  subject: () => undefined,
};
