import type { Slice } from '../kernel/slice.ts';
import { type Apikey, apikey } from './decider.ts';
import { type ApikeyCommand, type ApikeyEvent, apikeyCommands, apikeyEvents } from './messages.ts';

export const apikeySlice: Slice<ApikeyCommand, ApikeyEvent, Apikey> = {
  name: 'apikey',
  schema: 1,
  commands: apikeyCommands,
  events: apikeyEvents,
  decider: apikey,
  opens: [],
  subject: () => undefined,
};
