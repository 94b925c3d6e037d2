// What every report says of itself, and whom it is for.
import { z } from 'zod';
import type { Principal } from '#domain/kernel/route.ts';
import { instant, unknown } from '../kernel/shapes.ts';

export const tag = 'reports';
export const AUDITORS = ['auditor'] as const;
export const citation = z.object({ citation: z.string(), url: z.url() });
/** `law`: what asks for the report. */
export const heading = { tenant: z.string(), madeAt: instant, law: z.array(citation) };
export const period = { from: instant.optional(), to: instant.optional().describe('Before this time; now') };

const ecfr = (section: string) => `https://www.ecfr.gov/current/title-45/section-${section}`;
const gdpr = (article: number) => `https://gdpr-info.eu/art-${article}-gdpr/`;
const KVKK = 'https://www.mevzuat.gov.tr/mevzuat?MevzuatNo=6698&MevzuatTur=1&MevzuatTertip=5';
export const LAW = {
  accounting: { citation: 'HIPAA 45 CFR 164.528: accounting of disclosures', url: ecfr('164.528') },
  access: { citation: 'KVKK m. 11: ilgili kişinin hakları', url: KVKK },
  gdprAccess: { citation: 'GDPR Art. 15: right of access', url: gdpr(15) },
  recipients: { citation: 'GDPR Art. 19: notification of rectification or erasure', url: gdpr(19) },
  kvkkErasure: { citation: 'KVKK m. 7: silme, yok etme, anonim hale getirme', url: KVKK },
  verbis: { citation: 'KVKK m. 16: Veri Sorumluları Sicili', url: KVKK },
  records: { citation: 'GDPR Art. 30: records of processing activities', url: gdpr(30) },
  breach: { citation: 'GDPR Art. 33: notification of a breach within 72 hours', url: gdpr(33) },
  kvkkBreach: { citation: 'KVKK m. 12/5: ihlal bildirimi', url: KVKK },
  review: { citation: 'HIPAA 45 CFR 164.308(a)(4): information access management', url: ecfr('164.308') },
  kvkk12: { citation: 'KVKK m. 12: veri güvenliği', url: KVKK },
} as const;

const DAY_MS = 86_400_000;
export const daysBefore = (at: Date, days: number): Date => new Date(at.getTime() - days * DAY_MS);

/** Whose report it is. A patient may ask for their own; of others they do not learn that they exist. */
export function personAsked({ patientId }: Principal, { personId }: { personId: string }): string {
  if (patientId && patientId !== personId) throw unknown('patient', personId);
  return personId;
}
