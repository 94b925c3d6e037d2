import type { Slice } from '../kernel/slice.ts';
import { type ErasurebookCommand, type ErasurebookEvent, erasurebookCommands, erasurebookEvents } from './messages.ts';

export const erasurebookSlice: Slice<ErasurebookCommand, ErasurebookEvent, null> = {
  name: 'erasurebook',
  schema: 1,
  commands: erasurebookCommands,
  events: erasurebookEvents,
  decider: {
    initial: null,
    decide: { EnterErasure: ({ data }) => [{ type: 'ErasureEntered', data }] },
    evolve: { ErasureEntered: () => null },
  },
  subject: () => undefined, // ids of people who are gone
};
