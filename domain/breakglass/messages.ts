// One emergency look by one member at one patient they may otherwise not read: with a reason, for a while, and reviewed by somebody else.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

const words = z.string().trim().min(10, 'say why, in a sentence').max(2000);
const verdict = z.enum(['justified', 'not-justified']);
const about = { memberId: id, patientId: id };

export const breakglassCommands = defineCommands({
  OpenBreakGlass: z.strictObject({ ...about, minutes: z.int().min(5).max(240).default(60), reason: words }),
  CloseBreakGlass: z.strictObject({}),
  ReviewBreakGlass: z.strictObject({ verdict, note: words.optional() }),
});
export type BreakGlassCommand = CommandOf<typeof breakglassCommands>;

export const breakglassEvents = defineEvents({
  BreakGlassOpened: { operational: { ...about, endsAt: z.iso.datetime() }, health: { reason: words } },
  BreakGlassClosed: { operational: about },
  BreakGlassReviewed: { operational: { ...about, reviewedBy: id, verdict }, health: { note: words.optional() } },
});
export type BreakGlassEvent = EventOf<typeof breakglassEvents>;
export type StoredBreakGlassEvent = StoredEventOf<typeof breakglassEvents>;
