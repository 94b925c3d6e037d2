// A finding: what one version of a security rule noticed about one actor, and what a person made of it. It is a hint with evidence and
// never a verdict: people confirm or dismiss it.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

export const FINDING_LEVELS = ['amber', 'red'] as const;
export const findingLevel = z.enum(FINDING_LEVELS);
export type FindingLevel = (typeof FINDING_LEVELS)[number];
export const FINDING_STATUSES = ['open', 'confirmed', 'dismissed'] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

const bilingual = z.strictObject({ tr: z.string().min(1), en: z.string().min(1) });
/** The article of law or standard a rule stands on. */
export const article = z.strictObject({ citation: z.string().min(1).max(200), url: z.url() });
export type Article = z.infer<typeof article>;

const actorId = z.string().min(1).max(200);
/** Numbers of people that must not stand in words: a Turkish identity number, an account, a payment card, a passport, a phone. */
export const IDENTIFIERS = ['tckn', 'iban', 'card', 'passport', 'phone'] as const;
export type Identifier = (typeof IDENTIFIERS)[number];
/** Where `count` of them stand: the event and its field, never the words. */
export const place = z.strictObject({ eventId: id, field: z.string().min(1).max(100), kind: z.enum(IDENTIFIERS), count: z.int().min(1) });
export type Place = z.infer<typeof place>;
/** `count` of what the rule counts, against its `threshold`, between `from` and `to`. Lists hold at most the first hundred. */
const noticed = {
  rule: z.string().regex(/^SEC-[A-Z0-9-]{1,40}$/),
  version: z.string().min(1).max(20),
  level: findingLevel,
  title: bilingual,
  law: z.array(article),
  actorId,
  patientIds: z.array(id).max(100),
  count: z.int().min(1),
  threshold: z.int().min(1),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  inputEventIds: z.array(id).max(100),
  places: z.array(place).max(100).optional(),
};
const note = z.string().trim().min(3, 'say why').max(2000);
const reviewed = { operational: { actorId }, personal: { note } };

export const findingCommands = defineCommands({
  RaiseFinding: z.strictObject(noticed),
  ConfirmFinding: z.strictObject({ note }),
  DismissFinding: z.strictObject({ note }),
});
export type FindingCommand = CommandOf<typeof findingCommands>;

export const findingEvents = defineEvents({
  FindingRaised: { operational: noticed },
  FindingConfirmed: reviewed,
  FindingDismissed: reviewed,
});
export type FindingEvent = EventOf<typeof findingEvents>;
export type StoredFindingEvent = StoredEventOf<typeof findingEvents>;
