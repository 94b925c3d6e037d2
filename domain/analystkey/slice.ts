import type { Slice } from '../kernel/slice.ts';
import { type Analystkey, analystkey } from './decider.ts';
import { type AnalystkeyCommand, type AnalystkeyEvent, analystkeyCommands, analystkeyEvents } from './messages.ts';

export const analystkeySlice: Slice<AnalystkeyCommand, AnalystkeyEvent, Analystkey> = {
  name: 'analystkey',
  schema: 1,
  commands: analystkeyCommands,
  events: analystkeyEvents,
  decider: analystkey,
  opens: [],
  subject: () => undefined,
};
