import type { Slice } from '../kernel/slice.ts';
import { erasureDecider } from './decider.ts';
import { type ErasureCommand, type ErasureEvent, erasureCommands, erasureEvents } from './messages.ts';
import type { ErasureState } from './state.ts';

export const erasureSlice: Slice<ErasureCommand, ErasureEvent, ErasureState> = {
  name: 'erasure',
  schema: 1,
  commands: erasureCommands,
  events: erasureEvents,
  decider: erasureDecider,
  subject: () => undefined, // nothing in it is sealed: it outlives the person's key
};
