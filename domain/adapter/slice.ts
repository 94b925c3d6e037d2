import type { Slice } from '../kernel/slice.ts';
import { type AdapterState, adapter } from './decider.ts';
import { type AdapterCommand, type AdapterEvent, adapterCommands, adapterEvents } from './messages.ts';

export const adapterSlice: Slice<AdapterCommand, AdapterEvent, AdapterState> = {
  name: 'adapter',
  schema: 1,
  commands: adapterCommands,
  events: adapterEvents,
  decider: adapter,
  opens: [],
  // Secrets are the business's own. A parked body may be about anybody, so each has a key of its own that can be destroyed alone.
  subject: (streamId, event) => (event.type === 'WebhookParked' ? event.data.webhookId : streamId),
};
