// KVKK, articles 9 to 11: transfers abroad, and what the person is told and may ask.
import { among, amongPapers, type Check, kvkk } from './check.ts';
import { entries, papers } from './facts.ts';

export const KVKK_PERSONS: readonly Check[] = [
  {
    id: 'kvkk-9',
    law: kvkk('9', 'yurt dışına aktarım'),
    check: {
      tr: 'Yurt dışı aktarım sözleşmeleri beş iş günü içinde bildirildi mi?',
      en: 'Was every contract for transfers abroad notified within five business days?',
    },
    see: ['GET /api/transfer-mechanisms'],
    judge: (facts) => amongPapers(papers(facts, 'transfermechanism'), ({ status }) => status === 'overdue'),
  },
  {
    id: 'kvkk-9-each',
    law: kvkk('9', 'her aktarımın dayanağı'),
    check: { tr: 'Yurt dışına giden her veri kayıtlı bir aktarım dayanağıyla mı gitti?', en: 'Did all that went abroad go by a mechanism on record?' },
    see: ['GET /api/disclosures', 'GET /api/transfer-mechanisms'],
    judge: (facts) => {
      const known = new Set(papers(facts, 'transfermechanism').map(({ streamId }) => streamId));
      return among(
        facts.looks.filter(({ abroad }) => abroad != null),
        ({ abroad }) => !known.has(abroad!.mechanismId),
      );
    },
  },
  {
    id: 'kvkk-10',
    law: kvkk('10', 'aydınlatma yükümlülüğü'),
    check: { tr: 'Verisi tutulan herkese aydınlatma metni gösterildi mi?', en: 'Was everybody whose data are held shown a privacy notice?' },
    see: ['GET /api/patients'],
    judge: (facts) => {
      const told = new Set(
        papers(facts, 'consent')
          .filter(({ doc }) => entries(doc['notices']).length > 0)
          .map(({ streamId }) => streamId),
      );
      return { looked: facts.people.length, against: facts.people.filter((id) => !told.has(id)) };
    },
    attest: { tr: 'Metinde sorumlunun, amaçların, alıcıların ve hakların yazdığı', en: 'That the text names controller, purposes, recipients and rights' },
  },
  {
    id: 'kvkk-11-human',
    law: kvkk('11/1-g', 'yalnız otomatik çözümlemeyle çıkan sonuca itiraz'),
    check: { tr: 'Karara bağlanan her öneriye bir insan mı karar verdi?', en: 'Was every recommendation that was decided, decided by a person?' },
    see: ['GET /api/recommendations'],
    judge: ({ advice }) =>
      among(
        advice.filter(({ status }) => ['accepted', 'edited', 'rejected'].includes(status)),
        ({ decidedBy }) => decidedBy?.kind !== 'staff',
      ),
  },
  {
    id: 'kvkk-11-access',
    law: kvkk('11', 'ilgili kişinin hakları'),
    check: {
      tr: 'Erişim ve düzeltme başvuruları yanıtlandı, alıcılara bildirildi mi?',
      en: 'Were requests for access and correction answered, and recipients told?',
    },
    see: ['hub audit report subject-access', 'hub audit report recipients'],
    attest: {
      tr: 'Hub raporu çıkarır ve alıcıları sayar; başvurunun ne zaman geldiğini ve alıcılara bildirildiğini bilmez',
      en: 'The hub makes the report and names recipients; it does not know when a request came, nor that recipients were told',
    },
  },
];
