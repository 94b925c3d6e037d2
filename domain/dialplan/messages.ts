// A tenant's telephony: who has which extension, and where calls go. One stream per tenant, so that no route can name somebody who is gone
// and no two people have one extension; a call only says where it went.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

const extension = z.string().regex(/^\d{2,6}$/, 'two to six digits');
/** Digits a called number begins with, `+` included; the longest that fits wins. */
export const prefix = z.string().regex(/^\+?\d{1,15}$/);
const word = z.string().regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens');
const language = z.string().regex(/^[a-z]{2}$/);
const seconds = z.int().min(5).max(300);
const user = {
  extension,
  label: z.string().trim().min(1).max(80),
  memberId: id.optional(),
  languages: z.array(language).max(10),
  skills: z.array(word).max(20),
};
export const step = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('announce'), notice: word }),
  z.strictObject({ kind: z.literal('user'), userId: id, seconds }),
  z.strictObject({ kind: z.literal('queue'), skill: word, language: language.optional(), seconds }),
  z.strictObject({ kind: z.literal('bot') }),
  z.strictObject({ kind: z.literal('voicemail') }),
  z.strictObject({ kind: z.literal('hangup') }),
]);
export type Step = z.infer<typeof step>;
const steps = z.array(step).min(1).max(10);
export const phoneUser = z.strictObject({ userId: id, ...user });
export type PhoneUser = z.infer<typeof phoneUser>;
export const callRoute = z.strictObject({ prefix, steps });
export type CallRoute = z.infer<typeof callRoute>;

export const dialplanCommands = defineCommands({
  SetPhoneUser: phoneUser,
  RemovePhoneUser: z.strictObject({ userId: id }),
  SetCallRoute: callRoute,
  RemoveCallRoute: z.strictObject({ prefix }),
});
export type DialplanCommand = CommandOf<typeof dialplanCommands>;

export const dialplanEvents = defineEvents({
  PhoneUserSet: { operational: { userId: id, ...user } },
  PhoneUserRemoved: { operational: { userId: id } },
  CallRouteSet: { operational: { prefix, steps } },
  CallRouteRemoved: { operational: { prefix } },
});
export type DialplanEvent = EventOf<typeof dialplanEvents>;
export type StoredDialplanEvent = StoredEventOf<typeof dialplanEvents>;
