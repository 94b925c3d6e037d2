// A name and a key with which an analyst's tools read the warehouse. It reads what its owner may read, and nothing once it is revoked.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

const label = z.string().trim().min(1).max(80);
/** SHA-256 (hex) of a random key of 256 bits, which needs no slow hash. */
const credentialHash = z.string().regex(/^[0-9a-f]{64}$/);
const expiresAt = z.iso.datetime();

export const analystkeyCommands = defineCommands({
  IssueAnalystKey: z.strictObject({ memberId: id, label, credentialHash, expiresAt: expiresAt.optional() }),
  RevokeAnalystKey: z.strictObject({}),
});
export type AnalystkeyCommand = CommandOf<typeof analystkeyCommands>;

export const analystkeyEvents = defineEvents({
  AnalystKeyIssued: { operational: { memberId: id, label, credentialHash, expiresAt: expiresAt.optional() } },
  AnalystKeyRevoked: { operational: {} },
});
export type AnalystkeyEvent = EventOf<typeof analystkeyEvents>;
export type StoredAnalystkeyEvent = StoredEventOf<typeof analystkeyEvents>;
