// What somebody decided about events that a view could not apply. The stream's id is the view's name, so each tenant has one stream for each view.
import { z } from 'zod';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

const eventId = z.uuid();
const reason = z.string().trim().min(1).max(500);

export const projectionCommands = defineCommands({
  ReplayParkedEvent: z.strictObject({ eventId, reason }),
  DiscardParkedEvent: z.strictObject({ eventId, reason }),
});
export type ProjectionCommand = CommandOf<typeof projectionCommands>;

export const projectionEvents = defineEvents({
  /** The view tries the event again, and then what waits behind it. */
  ParkedEventReplayed: { operational: { eventId, reason } },
  /** The view goes on without the event, for ever; what waits behind it is tried. */
  ParkedEventDiscarded: { operational: { eventId, reason } },
});
export type ProjectionEvent = EventOf<typeof projectionEvents>;
export type StoredProjectionEvent = StoredEventOf<typeof projectionEvents>;
