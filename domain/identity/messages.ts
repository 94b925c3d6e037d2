// Whose an identity of another system is. One stream for each system and value, under a tenant-keyed digest, so that no two patients have one.
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { z } from 'zod';

const held = z.strictObject({ patientId: id });
export const identityCommands = defineCommands({ ClaimIdentity: held });
export type IdentityCommand = CommandOf<typeof identityCommands>;

export const identityEvents = defineEvents({ IdentityClaimed: { operational: { patientId: id } } });
export type IdentityEvent = EventOf<typeof identityEvents>;
export type StoredIdentityEvent = StoredEventOf<typeof identityEvents>;
