import type { Slice } from '../kernel/slice.ts';
import { type Rota, rota } from './decider.ts';
import { type RotaCommand, type RotaEvent, rotaCommands, rotaEvents } from './messages.ts';

export const rotaSlice: Slice<RotaCommand, RotaEvent, Rota> = {
  name: 'rota',
  schema: 1,
  commands: rotaCommands,
  events: rotaEvents,
  decider: rota,
  subject: () => undefined,
};
