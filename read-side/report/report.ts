// What every report says of itself, and whom it is for.
import { z } from 'zod';
import type { Principal } from '#domain/kernel/route.ts';
import { instant, unknown } from '../kernel/shapes.ts';
import { gdpr, hipaa, kvkk } from './law/check.ts';

export const tag = 'reports';
export const AUDITORS = ['auditor'] as const;
export const citation = z.object({ citation: z.string(), url: z.url() });
/** `law`: what asks for the report. */
export const heading = { tenant: z.string(), madeAt: instant, law: z.array(citation) };
export const period = { from: instant.optional(), to: instant.optional().describe('Before this time; now') };

export const LAW = {
  accounting: hipaa('164.528', 'accounting of disclosures'),
  access: kvkk('11', 'ilgili kişinin hakları'),
  gdprAccess: gdpr(15, 'right of access'),
  recipients: gdpr(19, 'notification of rectification or erasure'),
  kvkkErasure: kvkk('7', 'silme, yok etme, anonim hale getirme'),
  verbis: kvkk('16', 'Veri Sorumluları Sicili'),
  records: gdpr(30, 'records of processing activities'),
  breach: gdpr(33, 'notification of a breach within 72 hours'),
  kvkkBreach: kvkk('12/5', 'ihlal bildirimi'),
  review: hipaa('164.308(a)(4)', 'information access management'),
  kvkk12: kvkk('12', 'veri güvenliği'),
} as const;

const DAY_MS = 86_400_000;
export const daysBefore = (at: Date, days: number): Date => new Date(at.getTime() - days * DAY_MS);

/** Whose report it is. A patient may ask for their own; of others they do not learn that they exist. */
export function personAsked({ patientId }: Principal, { personId }: { personId: string }): string {
  if (patientId && patientId !== personId) throw unknown('patient', personId);
  return personId;
}
