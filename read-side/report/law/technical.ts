// HIPAA 164.312: technical safeguards: emergencies, encryption, what is recorded and proven.
import { among, amongPapers, type Check, having, hipaa } from './check.ts';
import { papers } from './facts.ts';
import { unreviewedGlass, unsealed } from './shared.ts';

const HOUR_MS = 3_600_000;

export const HIPAA_TECHNICAL: readonly Check[] = [
  {
    id: 'hipaa-164.312-emergency',
    law: hipaa('164.312(a)(2)(ii)', 'emergency access procedure'),
    check: { tr: 'Acil erişimlerin tümü yedi gün içinde incelendi mi?', en: 'Was every emergency access reviewed within seven days?' },
    see: ['GET /api/break-glass'],
    judge: unreviewedGlass,
  },
  {
    id: 'hipaa-164.312-ends',
    law: hipaa('164.312(a)(2)(ii)', 'emergency access ends'),
    check: { tr: 'Süresi bitmiş her acil erişim kapandı mı?', en: 'Was every emergency access closed when its time was over?' },
    see: ['GET /api/break-glass'],
    judge: (facts) =>
      amongPapers(
        papers(facts, 'breakglass'),
        ({ status, doc }) => status === 'open' && new Date(String(doc['endsAt'])).getTime() + HOUR_MS < facts.now.getTime(),
      ),
  },
  {
    id: 'hipaa-164.312-encryption',
    law: hipaa('164.312(a)(2)(iv)', 'encryption'),
    check: { tr: 'Saklanan sağlık ve kişisel alanların tümü şifreli mi?', en: 'Are all stored health and personal fields enciphered?' },
    see: ['hub keys status'],
    judge: unsealed,
  },
  {
    id: 'hipaa-164.312-audit',
    law: hipaa('164.312(b)', 'audit controls'),
    check: {
      tr: 'Görüntüleme kayıtları bir saat içinde imzalı defterin kapsamına girdi mi?',
      en: 'Did records of looks come under the signed ledger within an hour?',
    },
    see: ['GET /api/disclosures', 'GET /api/audit/ledger'],
    judge: ({ ledger, looks, now }) => {
      if (!ledger) return undefined;
      const due = looks.filter(({ at }) => now.getTime() - at.getTime() > HOUR_MS);
      return among(due, ({ at }) => at > ledger.at);
    },
  },
  {
    id: 'hipaa-164.312-integrity',
    law: hipaa('164.312(c)(1)', 'integrity'),
    check: { tr: 'Olayların üzerinde imzalı bir denetim noktası var mı?', en: 'Is there a signed checkpoint over the events?' },
    see: ['GET /api/audit/ledger'],
    judge: ({ ledger, people }) => ledger && having(ledger.size > 0, Math.max(ledger.size, people.length), 'no checkpoint'),
  },
  {
    id: 'hipaa-164.312-authentic',
    law: hipaa('164.312(c)(2)', 'mechanism to authenticate'),
    check: { tr: 'En yeni hastaların olayları, deftere yazıldıkları gibi mi duruyor?', en: 'Are the newest patients’ events what the ledger says was logged?' },
    see: ['GET /api/audit/ledger/proof', 'hub audit export'],
    judge: ({ ledger, sample }) =>
      ledger &&
      among(
        sample.filter(({ place }) => place !== 'newer'),
        ({ place }) => place === 'altered',
      ),
  },
];
