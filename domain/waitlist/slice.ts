import type { Slice } from '../kernel/slice.ts';
import { type Waitlist, waitlist } from './decider.ts';
import { type WaitlistCommand, type WaitlistEvent, waitlistCommands, waitlistEvents } from './messages.ts';

export const waitlistSlice: Slice<WaitlistCommand, WaitlistEvent, Waitlist> = {
  name: 'waitlist',
  schema: 1,
  commands: waitlistCommands,
  events: waitlistEvents,
  decider: waitlist,
  opens: [],
  subject: (_, event, list) => (event.type === 'WaitlistJoined' ? event.data.customerId : list[event.data.entryId]?.customerId),
};
