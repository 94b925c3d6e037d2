// The book of all erasures of the hub, in one stream: what a restored backup has to be told again. Its revisions count them.
import { z } from 'zod';
import { tenantSlug } from '../kernel/envelope.ts';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

/** `of`: the tenant whose people they were. */
const erasure = { of: tenantSlug, persons: z.array(id).min(1), step: z.enum(['pseudonymise', 'destroy']) };
export const erasurebookCommands = defineCommands({ EnterErasure: z.strictObject(erasure) });
export type ErasurebookCommand = CommandOf<typeof erasurebookCommands>;

export const erasurebookEvents = defineEvents({ ErasureEntered: { operational: erasure } });
export type ErasurebookEvent = EventOf<typeof erasurebookEvents>;
export type StoredErasurebookEvent = StoredEventOf<typeof erasurebookEvents>;
