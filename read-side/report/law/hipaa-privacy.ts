// HIPAA, the Privacy Rule: who sees how much, what is de-identified, and what is accounted for.
import { NOT_ACCOUNTED } from '#domain/kernel/access.ts';
import { among, type Check, hipaa } from './check.ts';
import { smallCells, undecided } from './inventory-facts.ts';
import { beyondRole } from './shared.ts';

export const HIPAA_PRIVACY: readonly Check[] = [
  {
    id: 'hipaa-164.502',
    law: hipaa('164.502(b)', 'minimum necessary'),
    check: { tr: 'Rolü izin vermeyen birine sağlık verisi gösterildi mi?', en: 'Was health data shown to anybody whose role does not allow it?' },
    see: ['GET /api/disclosures', 'hub audit report processing-inventory'],
    judge: beyondRole,
  },
  {
    id: 'hipaa-164.514-fields',
    law: hipaa('164.514(b)(2)', 'de-identification: identifiers'),
    check: { tr: 'Ambara gidebilecek her alan için karar verilmiş mi?', en: 'Is it decided for every field that could reach the warehouse?' },
    see: ['GET /api/analytics/dictionary'],
    judge: () => undecided(),
    attest: { tr: 'Takma adların bu amaç için yettiği (uzman görüşü)', en: 'That pseudonyms are enough for the purpose (an expert’s determination)' },
  },
  {
    id: 'hipaa-164.514-cells',
    law: hipaa('164.514(b)', 'de-identification: small cells'),
    check: {
      tr: 'Sağlık görünümlerinin her biri beşten az kişilik hücreleri gizliyor mu?',
      en: 'Does every view over health data hide cells of fewer than five people?',
    },
    see: ['GET /api/analytics/dictionary'],
    judge: () => smallCells(),
  },
  {
    id: 'hipaa-164.528',
    law: hipaa('164.528', 'accounting of disclosures'),
    check: {
      tr: 'Sayılması gereken her açıklamada kime ve kimin verisi olduğu yazılı mı?',
      en: 'Does every disclosure to be accounted for name recipient and person?',
    },
    see: ['hub audit report accounting-of-disclosures'],
    judge: ({ looks }) =>
      among(
        looks.filter(({ purpose }) => !NOT_ACCOUNTED.some((one) => one === purpose)),
        ({ readerId, shown }) => !readerId || shown.some(({ id, fields }) => !id || fields.length === 0),
      ),
    attest: { tr: 'İstenen dökümün altmış gün içinde verildiği', en: 'That an accounting that was asked for was given within sixty days' },
  },
];
