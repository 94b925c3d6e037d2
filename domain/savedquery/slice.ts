import type { Slice } from '../kernel/slice.ts';
import { type Savedquery, savedquery } from './decider.ts';
import { type SavedqueryCommand, type SavedqueryEvent, savedqueryCommands, savedqueryEvents } from './messages.ts';

export const savedquerySlice: Slice<SavedqueryCommand, SavedqueryEvent, Savedquery> = {
  name: 'savedquery',
  schema: 1,
  commands: savedqueryCommands,
  events: savedqueryEvents,
  decider: savedquery,
  opens: [],
  subject: () => undefined,
};
