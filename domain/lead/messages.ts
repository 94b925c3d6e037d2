// Somebody who asked and is no patient yet. They are the data subject of their own stream.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

export const LEAD_CHANNELS = ['web', 'whatsapp', 'instagram', 'phone', 'sms', 'email', 'agency', 'walk-in'] as const;
export const LEAD_REFUSALS = ['not-reachable', 'not-interested', 'out-of-scope', 'duplicate', 'spam'] as const;
const channel = z.enum(LEAD_CHANNELS);
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/);
const source = z.string().trim().min(1).max(80);
const person = {
  name: z.string().trim().min(1).max(200),
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'E.164, such as +905321234567')
    .optional(),
  email: z.email().max(254).optional(),
  /** What they ask for, in their words: no health data yet. */
  interest: z.string().trim().min(1).max(2000),
};

export const leadCommands = defineCommands({
  CaptureLead: z.strictObject({ channel, source: source.optional(), language: language.optional(), ...person }),
  /** `notice`: the privacy notice the person acknowledged, when they did. */
  QualifyLead: z.strictObject({ patientId: id, notice: z.string().optional() }),
  MergeLead: z.strictObject({ into: id }),
  DisqualifyLead: z.strictObject({ why: z.enum(LEAD_REFUSALS) }),
});
export type LeadCommand = CommandOf<typeof leadCommands>;

export const leadEvents = defineEvents({
  LeadCaptured: { operational: { channel, source: source.optional(), language: language.optional() }, personal: person },
  LeadQualified: { operational: { patientId: id, notice: z.string() } },
  LeadMerged: { operational: { into: id } },
  LeadDisqualified: { operational: { why: z.enum(LEAD_REFUSALS) } },
});
export type LeadEvent = EventOf<typeof leadEvents>;
export type StoredLeadEvent = StoredEventOf<typeof leadEvents>;
