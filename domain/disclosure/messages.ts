// That personal or health data were shown: to whom, about whom, which fields, what for, and from where. One event a request, not a row.
import { z } from 'zod';
import { ACCESS_PURPOSES } from '../kernel/access.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

const name = z.string().min(1).max(200);
/** `fields` that were opened, as events name them, and whether health data were among them. */
const shown = z.strictObject({ id: name, fields: z.array(name), health: z.boolean() });
const reader = { readerId: name, readerKind: z.enum(['staff', 'patient', 'device', 'agent', 'system']), readerRole: name, onBehalfOf: name.optional() };
const what = {
  /** When the values were opened. */
  at: z.iso.datetime(),
  ...reader,
  purpose: z.enum(ACCESS_PURPOSES),
  /** The request, as the API declares it, or the agent's name. */
  route: name,
  correlation: name,
  session: name.optional(),
  caseId: name.optional(),
  persons: z.array(shown),
  /** Persons of whom something was asked for and kept back. */
  withheld: z.array(name).optional(),
  /** It went to a processor abroad, which is the reader then, by this mechanism. */
  abroad: z.strictObject({ country: z.string().regex(/^[A-Z]{2}$/), mechanism: name, mechanismId: name }).optional(),
};
/** Where the reader sat: about the reader, so sealed under the reader's key. */
const address = name.optional();

const disclosure = z.strictObject({ ...what, address });
export type Disclosure = z.infer<typeof disclosure>;

export const disclosureCommands = defineCommands({ RecordDisclosures: z.strictObject({ disclosures: z.array(disclosure).min(1).max(1000) }) });
export type DisclosureCommand = CommandOf<typeof disclosureCommands>;

export const disclosureEvents = defineEvents({ DataDisclosed: { operational: what, personal: { address } } });
export type DisclosureEvent = EventOf<typeof disclosureEvents>;
export type StoredDisclosureEvent = StoredEventOf<typeof disclosureEvents>;
