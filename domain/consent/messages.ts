// What one person was told and agreed to. The stream's id is the person's: a patient or a lead. Three things the law keeps apart stay
// apart: the privacy notice (information, never a consent), explicit consent for one purpose, and consent to one treatment.
import { z } from 'zod';
import { id } from '../kernel/ids.ts';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

export const PURPOSES = [
  'health-data',
  'photos',
  'research',
  'agency-sharing',
  'ai-processing',
  'marketing-email',
  'marketing-sms',
  'marketing-whatsapp',
  'marketing-call',
] as const;
export const purpose = z.enum(PURPOSES);
export type Purpose = z.infer<typeof purpose>;

/** The version of a text that was shown. */
const text = z.string().regex(/^[\w.-]{1,40}$/, 'a version such as 2026-11');
export const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/, 'a language such as tr or en-GB');
const reason = z.string().trim().min(1).max(2000);
/** Who receives the data: a member of role agency. Only for `agency-sharing`. */
const to = { purpose, recipient: id.optional() };
const agreed = { ...to, text, language, until: z.iso.datetime().optional() };
const procedure = z.strictObject({ code: z.string().trim().min(1).max(64), text: z.string().trim().min(1).max(500) });
const treatment = { caseId: id, consentId: id, language };
const explained = { procedure, interpreter: z.string().trim().min(1).max(120).optional() };
const VOID_REASONS = ['plan-changed', 'intake-changed'] as const;
const why = z.enum(VOID_REASONS);

export const consentCommands = defineCommands({
  AcknowledgeNotice: z.strictObject({ text, language }),
  GrantConsent: z.strictObject(agreed),
  WithdrawConsent: z.strictObject(to),
  ExpireConsent: z.strictObject(to),
  /** `speaks`: the language the hub knows the person to understand. */
  GrantTreatmentConsent: z.strictObject({ ...treatment, ...explained, speaks: z.string().optional() }),
  WithdrawTreatmentConsent: z.strictObject({ caseId: id, reason }),
  VoidTreatmentConsent: z.strictObject({ caseId: id, why }),
});
export type ConsentCommand = CommandOf<typeof consentCommands>;

const ended = { caseId: id, consentId: id };
export const consentEvents = defineEvents({
  NoticeAcknowledged: { operational: { text, language } },
  ConsentGranted: { operational: agreed },
  ConsentWithdrawn: { operational: to },
  ConsentExpired: { operational: to },
  TreatmentConsentGranted: { operational: treatment, health: explained },
  TreatmentConsentWithdrawn: { operational: ended, health: { reason } },
  /** What was agreed to is no longer what is planned. */
  TreatmentConsentVoided: { operational: { ...ended, why } },
});
export type ConsentEvent = EventOf<typeof consentEvents>;
export type StoredConsentEvent = StoredEventOf<typeof consentEvents>;
