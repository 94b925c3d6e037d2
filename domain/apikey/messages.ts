// A key for what is not a person: a widget on somebody's website, or a program of the tenant or a partner. It may do what its scopes say.
import { z } from 'zod';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';
import { scope } from '../kernel/scopes.ts';

export const KINDS = ['widget', 'service'] as const;
const kind = z.enum(KINDS);
const label = z.string().trim().min(1).max(80);
const scopes = z.array(scope).min(1).max(20);
/** As a browser sends it: scheme, host, and a port that is not the usual one. */
export const origin = z
  .string()
  .regex(/^(https:\/\/[a-z0-9.-]{1,253}(:\d{1,5})?|http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?)$/, 'such as https://klinik.example');
const origins = z.array(origin).max(20);
/** SHA-256 (hex) of a key with 256 random bits, which needs no slow hash. */
const credentialHash = z.string().regex(/^[0-9a-f]{64}$/);
const expiresAt = z.iso.datetime();

export const apikeyCommands = defineCommands({
  IssueApiKey: z.strictObject({ kind, label, scopes, origins: origins.default([]), credentialHash, expiresAt: expiresAt.optional() }),
  RevokeApiKey: z.strictObject({}),
});
export type ApikeyCommand = CommandOf<typeof apikeyCommands>;

export const apikeyEvents = defineEvents({
  ApiKeyIssued: { operational: { kind, label, scopes, origins, credentialHash, expiresAt: expiresAt.optional() } },
  ApiKeyRevoked: { operational: {} },
});
export type ApikeyEvent = EventOf<typeof apikeyEvents>;
export type StoredApikeyEvent = StoredEventOf<typeof apikeyEvents>;
