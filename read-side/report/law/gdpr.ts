// GDPR, the EDPB's draft on logs nobody can change, and NIST's on destroying keys.
import { among, type Check, gdpr } from './check.ts';
import { daysAgo } from './facts.ts';
import { undescribed } from './inventory-facts.ts';
import { lateRed, unacknowledged, unsealed, withoutKeys } from './shared.ts';

const MONTH_DAYS = 30;

export const GDPR: readonly Check[] = [
  {
    id: 'gdpr-15',
    law: gdpr(15, 'right of access'),
    check: {
      tr: 'Görünümlerin alamadığı, bu yüzden eksik kalabilecek olay var mı?',
      en: 'Is any event missing in a view, so that an answer could be incomplete?',
    },
    see: ['hub audit report subject-access', 'GET /api/projections'],
    judge: ({ parked, people }) => ({ looked: people.length + parked.length, against: parked }),
    attest: { tr: 'İsteyene bir ay içinde verildiği', en: 'That whoever asked got it within a month' },
  },
  {
    id: 'gdpr-17',
    law: gdpr(17, 'right to erasure'),
    check: { tr: 'Bir aydan uzun süredir bitmeyen silme var mı?', en: 'Is any erasure not complete after a month?' },
    see: ['GET /api/erasures', 'hub erasures status'],
    judge: (facts) => among(facts.erasures, ({ status, startedAt }) => status === 'under-way' && startedAt != null && startedAt < daysAgo(facts, MONTH_DAYS)),
  },
  {
    id: 'gdpr-17-places',
    law: gdpr(17, 'every copy located'),
    check: { tr: 'Biten silmelerde her yer sildiğini bildirdi mi?', en: 'Has every place acknowledged, in erasures that are complete?' },
    see: ['GET /api/erasures'],
    judge: unacknowledged,
  },
  {
    id: 'gdpr-19',
    law: gdpr(19, 'notification of rectification or erasure'),
    check: { tr: 'Düzeltme ve silme, veriyi alanlara bildirildi mi?', en: 'Were recipients told of corrections and erasures?' },
    see: ['hub audit report recipients'],
    attest: { tr: 'Hub alıcıları sayar; bildirildiğini bilmez', en: 'The hub names the recipients; it does not know that they were told' },
  },
  {
    id: 'gdpr-20',
    law: gdpr(20, 'right to data portability'),
    check: { tr: 'En yeni hastaların verisi makinenin okuyacağı biçimde (FHIR) mi?', en: 'Are the newest patients’ data held in a form machines read (FHIR)?' },
    see: ['hub audit report subject-access'],
    judge: ({ sample }) => among(sample, ({ machineReadable }) => !machineReadable),
  },
  {
    id: 'gdpr-30',
    law: gdpr(30, 'records of processing activities'),
    check: {
      tr: 'Kayıt her işlemenin amacını, dayanağını ve okuyanlarını yazıyor mu?',
      en: 'Does the record name purpose, basis and readers of all processing?',
    },
    see: ['hub audit report processing-inventory'],
    judge: () => undescribed(),
    attest: { tr: 'Sorumlunun adı ve iletişim bilgisi', en: 'Name and contact of the controller' },
  },
  {
    id: 'gdpr-33',
    law: gdpr(33, 'notification of a breach within 72 hours'),
    check: { tr: 'Kırmızı bulguların her birine 72 saat içinde bakıldı mı?', en: 'Was every red finding judged within 72 hours?' },
    see: ['GET /api/findings', 'hub audit report breach-scope'],
    judge: lateRed,
    attest: { tr: 'Denetim makamına bildirildiği', en: 'That the authority was notified' },
  },
  {
    id: 'edpb-02-2025',
    law: { citation: 'EDPB draft guidelines 02/2025: no personal data in a log nobody can change', url: 'https://www.edpb.europa.eu' },
    check: { tr: 'Defterin özetleri yalnız mühürlü içerikten mi çıkıyor?', en: 'Are the ledger’s hashes made of sealed content alone?' },
    see: ['GET /api/audit/ledger'],
    judge: (facts) => facts.ledger && unsealed(facts),
  },
  {
    id: 'nist-800-88',
    law: { citation: 'NIST SP 800-88r2: cryptographic erase', url: 'https://csrc.nist.gov/pubs/sp/800/88/r2/final' },
    check: { tr: 'Biten her silmenin belgesinde yok edilen anahtarların sayısı var mı?', en: 'Does every completed erasure say how many keys were destroyed?' },
    see: ['GET /api/erasures', 'hub keys status'],
    judge: withoutKeys,
    attest: { tr: 'Kök anahtarın eski kopyalarının yok edildiği', en: 'That old copies of the root key were destroyed' },
  },
];
